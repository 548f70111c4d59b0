package dev.saccade.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuPlanTest {
    private static final int LIMIT_S = 30;
    private static final long ENOUGH_S = 600;
    private static final String LEAVES_JSON = "echo '{\"lines\": [\"a figure\"]}' >\"$1\"";

    @TempDir
    private Path out;

    @Test
    void shouldRunEveryPartAfterOneFailed() throws Exception {
        List<Part> plan = List.of(
                part("good", LEAVES_JSON),
                part("bad", "echo it broke; exit 7"),
                part("killed", "kill -9 $$"),
                part("mute", "true"),
                part("last", LEAVES_JSON));

        assertThat(run(plan, ENOUGH_S, null)).isEqualTo(1);

        assertThat(status("good")).isEqualTo("passed");
        assertThat(reason("bad")).isEqualTo("ended with 7: it broke");
        assertThat(reason("killed")).startsWith("ended by signal 9");
        assertThat(reason("mute")).startsWith("it ended without results");
        assertThat(status("last")).isEqualTo("passed");
        assertThat(Files.readString(out.resolve("report.md")))
                .contains("| good | passed |", "**failed**: ended with 7: it broke", "- a figure");
        assertThat(report().get("failed").asInt()).isEqualTo(3);
        assertThat(report().get("parts")).hasSize(5);
    }

    @Test
    void shouldEndAPartAtItsLimit() throws Exception {
        List<Part> plan = List.of(
                new Part("stuck", "does it?", Need.NONE, 1, script("sleep 600 & sleep 600"), true),
                part("next", LEAVES_JSON));

        assertThat(run(plan, ENOUGH_S, null)).isEqualTo(1);

        assertThat(reason("stuck")).isEqualTo("not done after 1 s");
        assertThat(status("next")).isEqualTo("passed");
    }

    @Test
    void shouldSkipWhatNeedsAGpuWithTheReason() throws Exception {
        List<Part> plan = List.of(new Part("gpu", "does it?", Need.GPU, LIMIT_S, script("exit 1"), true));

        assertThat(run(plan, ENOUGH_S, null)).isZero();

        assertThat(status("gpu")).isEqualTo("skipped");
        assertThat(reason("gpu")).isEqualTo("no driver");
    }

    @Test
    void shouldKeepEarlierResultsWhenItResumes() throws Exception {
        assertThat(run(List.of(part("first", LEAVES_JSON), part("second", "exit 1")), ENOUGH_S, null))
                .isEqualTo(1);

        assertThat(run(List.of(part("first", "exit 1"), part("second", LEAVES_JSON)), ENOUGH_S, "second"))
                .isZero();

        assertThat(status("first")).isEqualTo("passed");
        assertThat(status("second")).isEqualTo("passed");
    }

    @Test
    void shouldNotBeginAPartWithoutTimeLeft() throws Exception {
        assertThat(run(List.of(part("late", "exit 1")), 0, null)).isZero();

        assertThat(reason("late")).isEqualTo("no time left; run it alone with --only late");
    }

    @ParameterizedTest
    @CsvSource({
        "--minutes, abc, --minutes abc: give a whole number from 1 on",
        "--minutes, 0, --minutes 0: give a whole number from 1 on",
        "--minutes, -3, --minutes -3: give a whole number from 1 on",
        "--out, /proc/x, --out /proc/x cannot be made; name a folder that can be written",
    })
    void shouldRefuseAWrongArgumentInOneLine(String option, String value, String reason) throws Exception {
        Path printed = out.resolve("printed");
        Process plan = new ProcessBuilder(Launch.here().bench(GpuPlan.class, option, value, "--only", "smoke"))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();

        int code = plan.waitFor();
        assertThat(code).as(Files.readString(printed)).isEqualTo(2);
        assertThat(Files.readAllLines(printed))
                .singleElement()
                .asString()
                .startsWith("GpuPlan: " + reason + "; usage: ");
    }

    private int run(List<Part> plan, long seconds, String from) throws Exception {
        return new GpuPlan(plan, GpuHost.without("no driver"), out).run(seconds, from, Set.of());
    }

    private static Part part(String name, String script) {
        return new Part(name, "does it?", Need.NONE, LIMIT_S, script(script), true);
    }

    /** Gets its JSON file as {@code $1}: the option before it is {@code $0}. */
    private static List<String> script(String script) {
        return List.of("bash", "-c", script);
    }

    private String status(String part) throws Exception {
        return json(part).get("status").asText();
    }

    private String reason(String part) throws Exception {
        return json(part).get("reason").asText();
    }

    private JsonNode json(String part) throws Exception {
        return new ObjectMapper().readTree(out.resolve("part-" + part + ".json").toFile());
    }

    private JsonNode report() throws Exception {
        return new ObjectMapper().readTree(out.resolve("report.json").toFile());
    }
}
