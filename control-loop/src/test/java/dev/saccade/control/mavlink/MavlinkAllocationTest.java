package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed vehicle allocates nothing, over a million messages, whatever its autopilot does; first compiler only. */
class MavlinkAllocationTest {
    @TempDir
    Path directory;

    @Test
    void shouldAllocateNothingOverAMillionMessages() throws Exception {
        Map<String, Long> figures = run("sound");
        assertThat(figures).containsEntry("bytes", 0L).containsEntry("ticks", MavlinkAllocationProgram.TICKS);
        assertThat(figures.get("messages")).isGreaterThan(1_000_000);
        assertThat(figures.get("sent")).isGreaterThan(250_000);
        assertThat(figures.get("failed")).isGreaterThan(1_000);
        assertThat(figures.get("handedOver")).isGreaterThan(50_000);
    }

    @Test
    void shouldNoticeAnAllocation() throws Exception {
        Map<String, Long> figures = run("allocating");
        assertThat(figures.get("bytes")).isGreaterThan(24 * MavlinkAllocationProgram.FEW_TICKS / 2);
    }

    private Map<String, Long> run(String how) throws IOException, InterruptedException {
        Path key = Files.writeString(directory.resolve("vehicle.key"), "ab".repeat(32));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MavlinkAllocationProgram.class.getName(),
                        how,
                        key.toString())
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
