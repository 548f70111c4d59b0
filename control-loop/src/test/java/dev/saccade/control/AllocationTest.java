package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steady state allocates nothing: live perceptions, every reason to change the mode, latches and re-arming, events,
 * sensors, limits, and commands out by a batch of messages and by UDP.
 *
 * <p>In a JVM of its own under the first compiler only. The second one would hide an allocation that it can optimise
 * away, and would add a few of its own: a thread whose call makes a method hot enough for it allocates the string
 * constants of that method's class.
 */
class AllocationTest {
    @ParameterizedTest
    @ValueSource(strings = {"batch", "udp", "mavlink"})
    void shouldAllocateNothingOverAMillionTicks(String outlet) throws Exception {
        Map<String, Long> figures = run("sound", outlet);
        assertThat(figures).containsEntry("ticks", AllocationProgram.TICKS).containsEntry("bytes", 0L);
        assertThat(figures.get("NOMINAL")).isGreaterThan(AllocationProgram.TICKS / 2);
        assertThat(figures.get("DEGRADED")).isGreaterThan(5_000);
        assertThat(figures.get("SAFE")).isGreaterThan(5_000);
        assertThat(figures.get("transitions")).isGreaterThan(2_000);
        assertThat(figures.get("skipped")).isGreaterThan(500);
        assertThat(figures.get("limited")).isGreaterThan(2_000);
        assertThat(figures).containsEntry("faults", 0L);
        for (String reason : List.of(
                "PERCEPTION_STALE",
                "PERCEPTION_LOST",
                "DEADLINE_MISSES",
                "BACKEND_FALLBACK",
                "CAMERA_FROZEN",
                "CAMERA_LOST",
                "OPERATOR_STOP")) {
            assertThat(figures.get(reason)).as(reason).isGreaterThan(500);
        }
        if (outlet.equals("batch")) {
            assertThat(figures.get("HANDED_OVER")).isGreaterThan(500);
            assertThat(figures.get("OUTLET_LATCHED")).isGreaterThan(500);
            assertThat(figures.get("encoded")).isGreaterThan(20 * AllocationProgram.TICKS);
        } else {
            assertThat(figures.get("sent")).isGreaterThan(AllocationProgram.TICKS);
        }
    }

    @Test
    void shouldNoticeAControllerThatAllocates() throws Exception {
        Map<String, Long> figures = run("allocating", "batch");
        // A long[1] takes 24 bytes.
        assertThat(figures.get("bytes")).isGreaterThan(24 * AllocationProgram.TICKS / 2);
        assertThat(figures).containsEntry("garbage", 1L);
    }

    private static Map<String, Long> run(String controller, String outlet) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AllocationProgram.class.getName(),
                        controller,
                        outlet)
                .redirectErrorStream(true)
                .start();
        Map<String, Long> figures = new HashMap<>();
        StringBuilder output = new StringBuilder();
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append(System.lineSeparator());
                String[] pair = line.split(" ");
                if (pair.length == 2 && pair[1].matches("[0-9]+")) {
                    figures.put(pair[0], Long.valueOf(pair[1]));
                }
            }
        }
        assertThat(child.waitFor()).as(output.toString()).isZero();
        return figures;
    }
}
