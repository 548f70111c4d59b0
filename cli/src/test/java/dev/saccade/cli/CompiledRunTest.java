package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} on a compiled and signed version: with its own engine, or refused with what was done to it. */
class CompiledRunTest {
    @TempDir
    private Path work;

    @Test
    void shouldRunAVersionsEngineAndRefuseWhateverWasDoneToIt() throws Exception {
        Map<String, String> said = runs();

        assertThat(said).containsOnlyKeys("sound", "engine", "retrained", "described", "replayed");
        JsonNode model =
                new ObjectMapper().readTree(work.resolve("sound.json").toFile()).path("model");
        assertThat(model.path("trust").asText()).isEqualTo("tiny@1, signed by release");
        assertThat(model.path("engine").asText())
                .startsWith(work.resolve("cache/repository/tiny/versions/1/engines/tiny/onnxruntime-")
                        .toString())
                .endsWith("/engine.plan");
        assertThat(said.get("engine"))
                .startsWith("3\t")
                .contains("engine.plan: its bytes are not those of the manifest", "'saccade models pull'");
        assertThat(said.get("retrained"))
                .startsWith("3\t")
                .contains("model.onnx: its bytes are not those of the manifest", "'saccade models pull'");
        assertThat(said.get("described")).startsWith("3\t").contains("model.yaml: ", " bytes, the manifest says ");
        assertThat(said.get("replayed"))
                .startsWith("3\t")
                .contains("version 1 of tiny is older than 2, the last promoted one; 'saccade models rollback tiny");
    }

    private Map<String, String> runs() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                        java.toString(), "-cp", classPath, CompiledRuns.class.getName(), work.toString())
                .redirectError(work.resolve("err").toFile())
                .redirectOutput(work.resolve("out").toFile());
        builder.environment().put("SACCADE_CACHE", work.resolve("cache").toString());
        builder.environment().put("SACCADE_TRUST", work.resolve("trust").toString());
        Process child = builder.start();
        try {
            assertThat(child.waitFor())
                    .as(Files.readString(work.resolve("err")))
                    .isZero();
        } finally {
            child.destroyForcibly().waitFor();
        }
        Map<String, String> said = new LinkedHashMap<>();
        for (String line : Files.readAllLines(work.resolve("out"))) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
                said.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return said;
    }
}
