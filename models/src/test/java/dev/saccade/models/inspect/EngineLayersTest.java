package dev.saccade.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineLayersTest {
    @TempDir
    Path engine;

    @Test
    void shouldReadWhatTheInspectorTells() throws Exception {
        write("""
            {"Layers": [{
              "Name": "conv1 + relu1", "LayerType": "CaskConvolution",
              "Inputs": [{"Name": "input", "Dimensions": [1,3,8,8], "Format/Datatype": "Row major linear FP32"}],
              "Outputs": [{"Name": "relu1", "Location": "Device", "Dimensions": [1,16,8,8],
                "Format/Datatype": "Channel major FP16 format where channel % 8 == 0"}],
              "ParameterType": "Convolution", "Weights": {"Type": "Half", "Count": 432},
              "TacticName": "sm90_xmma_fprop", "TacticValue": "0x1", "StreamId": 0, "Metadata": ""
            }, {
              "Name": "sum", "LayerType": "PointWiseV2",
              "Outputs": [{"Name": "sum", "Dimensions": [1,16,8,8], "Datatype": "Int8", "Format": "Thirty-two wide"}]
            }], "Bindings": ["input", "sum"]}
            """);
        Inspection found = EngineInspector.look("engine", engine, null, List.of());

        LayerRow first = found.layers().get(0);
        assertThat(first.name()).isEqualTo("conv1 + relu1");
        assertThat(first.operator()).isEqualTo("CaskConvolution");
        assertThat(first.precision()).isEqualTo("fp16");
        assertThat(first.tactic()).isEqualTo("sm90_xmma_fprop");
        assertThat(first.format()).startsWith("Channel major");
        assertThat(first.outputBytes()).isEqualTo(16 * 64 * 2);
        assertThat(found.layers().get(1).precision()).isEqualTo("int8");
        assertThat(found.layers().get(1).outputBytes()).isEqualTo(16 * 64);
        assertThat(found.notes()).singleElement().asString().contains("IProfiler");
    }

    @Test
    void shouldReadNamesAlone() throws Exception {
        write("{\"Layers\": [\"a\", \"b\"]}");
        Inspection found = EngineInspector.look("engine", engine, null, List.of());

        assertThat(found.layers()).extracting(LayerRow::name).containsExactly("a", "b");
        assertThat(found.notes()).anyMatch(note -> note.contains("detailed profiling verbosity"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"Layers\": {}}",
                "{\"Layers\": [7]}",
                "{\"Layers\": [{\"Name\": 7}]}",
                "{\"Layers\": [{\"Name\": \"a\"",
                "{\"Layers\": [{\"Outputs\": {}}]}",
                "{\"Layers\": [{\"Outputs\": [\"a\"]}]}",
                "{\"Layers\": [{\"Outputs\": [{\"Dimensions\": [\"1\"]}]}]}",
                "{\"Layers\": [{\"Outputs\": [{\"Dimensions\": [99999999999999999999]}]}]}"
            })
    void shouldRefuseWrongShapes(String json) throws Exception {
        write(json);
        refused();
    }

    @Test
    void shouldRefuseDepthAndNumbersBeyondItsLimits() throws Exception {
        write("{\"x\": " + "[".repeat(100_000));
        refused();
        try (BufferedWriter out = Files.newBufferedWriter(engine.resolve(EngineLayers.FILE))) {
            out.write("{\"Layers\": [\"a\"");
            for (int i = 0; i < 1_000_000; i++) {
                out.write(",\"a\"");
            }
            out.write("]}");
        }
        assertThatThrownBy(() -> EngineLayers.read(engine)).hasMessageContaining("more than 200000 layers");
    }

    @Test
    void shouldReadOrRefuseDamagedFiles() throws Exception {
        write("""
            {"Layers": [{"Name": "a", "LayerType": "b", "TacticName": "c", "Precision": "Half",
              "Outputs": [{"Name": "d", "Dimensions": [1,16,8,8], "Format/Datatype": "Row major linear FP32"}]},
              "e"], "Bindings": ["f"]}
            """);
        Mutation.of(engine.resolve(EngineLayers.FILE), 1000, ModelsException.class, () -> EngineLayers.read(engine));
    }

    @Test
    void shouldNotFollowALink() throws Exception {
        Path elsewhere = Files.writeString(engine.resolve("elsewhere"), "{\"Layers\": []}");
        Files.createSymbolicLink(engine.resolve(EngineLayers.FILE), elsewhere);
        assertThatThrownBy(() -> EngineLayers.read(engine)).hasMessageContaining("no such file");
    }

    private void write(String json) throws Exception {
        Files.writeString(engine.resolve(EngineLayers.FILE), json);
    }

    private void refused() {
        assertThatThrownBy(() -> EngineLayers.read(engine))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT))
                .hasMessageContaining(EngineLayers.FILE)
                .message()
                .hasLineCount(1);
    }
}
