package dev.saccade.internal.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.EngineProfile.Shape;
import dev.saccade.fuzz.Mutation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileReaderTest {
    @TempDir
    Path work;

    @Test
    void shouldCountTheLatestRuns() throws Exception {
        EngineProfile profile = read(
                2,
                kernel("a", "Conv", 0, 900),
                run(0, 1000),
                kernel("a", "Conv", 2000, 10),
                kernel("b", "Relu", 2010, 5),
                run(2000, 20),
                kernel("a", "Conv", 3000, 30),
                run(3000, 40));

        assertThat(profile.runs()).isEqualTo(2);
        assertThat(profile.totalNs()).isEqualTo(60_000);
        EngineProfile.Layer a = profile.layers().get(0);
        assertThat(a.name()).isEqualTo("a");
        assertThat(a.operator()).isEqualTo("Conv");
        assertThat(a.provider()).isEqualTo("CPUExecutionProvider");
        assertThat(a.calls()).isEqualTo(2);
        assertThat(a.totalNs()).isEqualTo(40_000);
        assertThat(a.typicalNs()).isEqualTo(20_000);
        assertThat(a.outputs()).containsExactly(new Shape("float", List.of(1L, 4L)));
        EngineProfile.Layer b = profile.layers().get(1);
        assertThat(b.calls()).isEqualTo(1);
        assertThat(b.totalNs()).isEqualTo(5_000);
    }

    @Test
    void shouldNotCountWhatALoopRunsTwice() throws Exception {
        EngineProfile profile = read(
                1,
                kernel("before", "Conv", 0, 50),
                kernel("inner", "Add", 110, 20),
                kernel("inner", "Add", 140, 30),
                kernel("loop", "Loop", 100, 90),
                run(0, 200));

        assertThat(profile.layers())
                .extracting(EngineProfile.Layer::totalNs)
                .containsExactly(50_000L, 50_000L, 40_000L);
        assertThat(profile.layers().get(1).calls()).isEqualTo(2);
    }

    @Test
    void shouldDropInterruptedRunsFromTheTypicalTime() throws Exception {
        String[] events = new String[16];
        for (int i = 0; i < 8; i++) {
            events[2 * i] = kernel("a", "Conv", 100L * i, i == 3 ? 90 : 10);
            events[2 * i + 1] = run(100L * i, 95);
        }
        assertThat(read(8, events).layers().get(0).typicalNs()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[",
                "[1]",
                "[{\"cat\":\"Node\",\"args\":7}]",
                "[{\"ts\":\"x\"}]",
                "[{\"name\":\"a\""
            })
    void shouldRefuseADamagedRecording(String text) throws Exception {
        Path file = Files.writeString(work.resolve("p.json"), text);
        assertThatThrownBy(() -> ProfileReader.read(file, 1))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("p.json");
    }

    @Test
    void shouldRefuseDepthAndARecordingThatEndsEarly() throws Exception {
        Path deep = Files.writeString(work.resolve("deep.json"), "[".repeat(100_000));
        assertThatThrownBy(() -> ProfileReader.read(deep, 1)).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> read(2, kernel("a", "Conv", 0, 1), run(0, 2))).hasMessageContaining("1 of 2 runs");
    }

    @Test
    void shouldReadOrRefuseDamagedRecordings() throws Exception {
        read(1, kernel("a", "Conv", 0, 10), run(0, 20), kernel("loop", "Loop", 30, 5), run(30, 40));
        Path file = work.resolve("profile.json");
        Mutation.of(file, 600, EngineException.class, () -> ProfileReader.read(file, 1));
    }

    private EngineProfile read(int latest, String... events) throws Exception {
        Path file = Files.writeString(work.resolve("profile.json"), "[\n" + String.join(",\n", events) + "\n]\n");
        return ProfileReader.read(file, latest);
    }

    private static String kernel(String name, String operator, long startUs, long us) {
        return "{\"cat\" : \"Node\",\"pid\" :1,\"tid\" :1,\"dur\" :" + us + ",\"ts\" :" + startUs
                + ",\"ph\" : \"X\",\"name\" :\"" + name + "_kernel_time\",\"args\" : {\"op_name\" : \"" + operator
                + "\",\"provider\" : \"CPUExecutionProvider\",\"output_size\" : \"16\","
                + "\"input_type_shape\" : [],\"output_type_shape\" : [{\"float\":[1,4]}],"
                + "\"thread_scheduling_stats\" : \"\"}}";
    }

    private static String run(long startUs, long us) {
        return "{\"cat\" : \"Session\",\"pid\" :1,\"tid\" :1,\"dur\" :" + us + ",\"ts\" :" + startUs
                + ",\"ph\" : \"X\",\"name\" :\"model_run\",\"args\" : {}}";
    }
}
