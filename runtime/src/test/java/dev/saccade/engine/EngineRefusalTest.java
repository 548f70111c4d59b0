package dev.saccade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every point of an engine's identity is refused on its own, before the plan is touched, with the remedy. */
class EngineRefusalTest {
    @TempDir
    Path dir;

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(dir);
    }

    @Test
    void shouldRefuseWhereThereIsNone() throws Exception {
        assertThat(refusal(StoreRig.HERE))
                .isEqualTo(rig.store.directory()
                        + ": no engine of centernet-coco for NVIDIA H100 80GB HBM3 (tensorrt 10.6.0): " + remedy());
    }

    @Test
    void shouldNameTheDeviceInTheRemedy() {
        assertThatThrownBy(() -> rig.store.find(rig.model(), StoreRig.HERE, 3))
                .hasMessageEndingWith(" --device cuda:3 --no-publish");
    }

    @Test
    void shouldRefuseAModelTrainedAnewWithTheSameShapes() throws Exception {
        StoredEngine engine = rig.publish();
        rig.weights(2);

        assertThat(refusal(StoreRig.HERE))
                .startsWith(
                        engine.plan().getParent() + ": model.onnx is not the one that was compiled: expected SHA-256 ")
                .doesNotContain("also")
                .endsWith(": " + remedy());
    }

    @Test
    void shouldRefuseAChangedDescription() throws Exception {
        rig.publish();
        rig.files.line("  pad: 0", "  pad: 1");

        assertThat(refusal(StoreRig.HERE))
                .contains(": model.yaml is not the one that was compiled: ")
                .doesNotContain("also");
    }

    @Test
    void shouldRefuseChangedLabels() throws Exception {
        rig.publish();
        rig.files.file("labels.txt", "bicycle\nperson\n");

        assertThat(refusal(StoreRig.HERE))
                .contains(": labels is not the one that was compiled: ")
                .doesNotContain("also");
    }

    @Test
    void shouldNameEveryPartThatChanged() throws Exception {
        rig.publish();
        rig.weights(2);
        rig.files.file("labels.txt", "bicycle\nperson\n").line("  pad: 0", "  pad: 1");

        assertThat(refusal(StoreRig.HERE)).contains("model.onnx is not").contains("; also model.yaml, labels: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tensorrt | 10.15.1 | NVIDIA H100 80GB HBM3 | 9.0 | TensorRT version differs: expected 10.15.1, the engine has 10.6.0
            tensorrt | 10.6.0  | NVIDIA H200           | 9.0 | GPU differs: expected NVIDIA H200, the engine has NVIDIA H100 80GB HBM3
            tensorrt | 10.6.0  | NVIDIA H100 80GB HBM3 | 8.9 | compute capability differs: expected 8.9, the engine has 9.0
            other    | 10.6.0  | NVIDIA H100 80GB HBM3 | 9.0 | back end differs: expected other, the engine has tensorrt
            """)
    void shouldRefuseAnotherTarget(String backend, String version, String device, String capability, String expected)
            throws Exception {
        StoredEngine engine = rig.publish();

        assertThat(refusal(new EngineTarget(backend, version, device, capability)))
                .isEqualTo(engine.plan().getParent() + ": " + expected + ": " + remedy());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image FLOAT32[1, 3, 384, 512]   | image FLOAT32[1, 3, 384, 640]  | inputs differs: expected [image FLOAT32[-1, 3, 384, 512]], the engine has [image FLOAT32[1, 3, 384, 640]]
            image FLOAT32[1, 3, 384, 512]   | image FLOAT16[1, 3, 384, 512]  | inputs differs
            image FLOAT32[1, 3, 384, 512]   | image FLOAT32[-1, 3, 384, 512] | inputs differs
            image FLOAT32[1, 3, 384, 512]   | image FLOAT32[1, 3, 384]       | inputs differs
            image FLOAT32[1, 3, 384, 512]   | picture                        | inputs differs
            wh FLOAT32[1, 2, 96, 128]       | w FLOAT32[1, 2, 96, 128]       | outputs differs
            wh FLOAT32[1, 2, 96, 128]       | wh INT8[1, 2, 96, 128]         | outputs differs
            precision: fp32                 | precision: fp16                | precision differs: expected fp32, the engine has fp16
            plugins: []                     | plugins: [x:Op 1]              | plugins differs: expected [], the engine has [x:Op 1]
            typing: strong                  | typing: weak                   | option typing differs: expected strong, the engine has weak
            level: '3'                      | sparsity: on                   | builder options differs: expected none but dla, level, typing, workspace, the engine has sparsity
            model: centernet-coco           | model: other                   | model name differs: expected centernet-coco, the engine has other
            """)
    void shouldRefuseAManifestThatTellsSomethingElse(String old, String by, String expected) throws Exception {
        StoredEngine engine = rig.publish();
        StoreRig.edit(engine, old, by);

        assertThat(refusal(StoreRig.HERE)).contains(": " + expected).endsWith(": " + remedy());
    }

    @Test
    void shouldRefuseAnotherIdentityOfEqualParts() throws Exception {
        StoredEngine engine = rig.publish();
        StoreRig.edit(engine, rig.model().identity(), "b".repeat(64));

        assertThat(refusal(StoreRig.HERE))
                .contains("package identity differs: expected " + rig.model().identity());
    }

    @Test
    void shouldRefuseAPlanOfWhichOneByteChanged() throws Exception {
        StoredEngine engine = rig.publish();
        byte[] plan = Files.readAllBytes(engine.plan());
        for (int i = 0; i < plan.length; i++) {
            byte[] flipped = plan.clone();
            flipped[i] ^= 1;
            Files.write(engine.plan(), flipped);
            assertThat(refusal(StoreRig.HERE))
                    .contains(": engine.plan is damaged (6 bytes): expected SHA-256 ")
                    .endsWith(": " + remedy());
        }
        Files.write(engine.plan(), plan);
        assertThat(rig.store.find(rig.model(), StoreRig.HERE)).isEqualTo(engine);
    }

    @Test
    void shouldRefuseATruncatedPlan() throws Exception {
        StoredEngine engine = rig.publish();
        for (int length = 0; length < 6; length++) {
            Files.writeString(engine.plan(), "a plan".substring(0, length));
            assertThat(refusal(StoreRig.HERE)).contains("engine.plan is damaged (" + length + " bytes)");
        }
    }

    @Test
    void shouldRefuseAMissingPlanAndALink() throws Exception {
        StoredEngine engine = rig.publish();
        Path elsewhere = Files.move(engine.plan(), dir.resolve("elsewhere"));
        assertThat(refusal(StoreRig.HERE)).contains(": engine.plan is missing: ");

        Files.createSymbolicLink(engine.plan(), elsewhere);
        assertThat(refusal(StoreRig.HERE)).contains(": engine.plan is missing: ");
    }

    @Test
    void shouldRefuseTheManifestBeforeItReadsThePlan() throws Exception {
        StoredEngine engine = rig.publish();
        Files.delete(engine.plan());

        assertThat(refusal(new EngineTarget("tensorrt", "10.6.0", "NVIDIA H200", "9.0")))
                .contains("GPU differs")
                .doesNotContain("engine.plan");
    }

    @Test
    void shouldRefuseANewerFormatWithALineOfItsOwn() throws Exception {
        StoredEngine engine = rig.publish();
        StoreRig.edit(engine, "saccade-engine: 1", "saccade-engine: 2\nsignature: abc");

        assertThat(refusal(StoreRig.HERE))
                .isEqualTo(StoreRig.manifestOf(engine)
                        + ": format 2 is newer than 1, the newest that is read here: update saccade: " + remedy());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "saccade-engine: 1",
                "saccade-engine: one",
                "saccade-engine: -1",
                "saccade-engine: 99999999999999999999",
                "!!javax.script.ScriptEngineManager [x]",
                "saccade-engine: &a [*a]",
                "saccade-engine: 1\nsaccade-engine: 1",
                "a: &a [1]\nb: [*a, *a]",
                "\u0000",
                "saccade-engine: 1\n\tmodel: x",
                "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{"
            })
    void shouldRefuseWhatIsNoManifest(String text) throws Exception {
        StoredEngine engine = rig.publish();
        Files.writeString(StoreRig.manifestOf(engine), text);

        assertThat(refusal(StoreRig.HERE))
                .startsWith(StoreRig.manifestOf(engine).toString())
                .endsWith(remedy());
        assertThat(rig.store.list()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model: centernet-coco | model: "\\e[31mred\\n"           | model: .*control character
            model: centernet-coco | model: "../up"                 | model: ../up: not the name of a model
            precision: fp32       | precision: "fp32\\u009b2J"     | precision: .*control character
            device: NVIDIA        | device: "\\u202e" #            | target.device: .*control character
            level: '3'            | "a\\e[31m": x                  | options: .*control character
            plugins: []           | plugins: ["x\\n"]              | plugins: .*control character
            2026-01-02T03:04:05Z  | yesterday                     | built: yesterday: not a time
            2026-01-02T03:04:05Z  | 2026-13-02T03:04:05Z          | built: 2026-13-02T03:04:05Z: not a time
            2026-01-02T03:04:05Z  | 2026-01-02T03:04:05.5Z        | built: 2026-01-02T03:04:05.5Z: not a time
            """, quoteCharacter = '`')
    void shouldRefuseTextsThatAreNotWhatTheyShouldBe(String old, String by, String expected) throws Exception {
        StoredEngine engine = rig.publish();
        StoreRig.edit(engine, old, by);

        assertThat(refusal(StoreRig.HERE))
                .containsPattern(expected)
                .matches(OneLine::isPlain)
                .endsWith(remedy());
        assertThat(rig.store.list()).allMatch(entry -> entry.manifest() == null && OneLine.isPlain(entry.problem()));
    }

    @Test
    void shouldTellAnEngineThatLiesInTheDirectoryOfAnotherModel() throws Exception {
        Path model = rig.publish().plan().getParent().getParent().getParent();
        Files.move(model, model.resolveSibling("good"));

        assertThat(rig.store.differences(rig.store.list().get(0), StoreRig.HERE))
                .containsExactly("model name differs: expected good by its directory, the engine has centernet-coco");
    }

    @Test
    void shouldCompareTheModelWhereThereIsNoGpu() throws Exception {
        rig.publish();
        EngineEntry entry = rig.store.list().get(0);
        assertThat(rig.store.differences(entry, rig.model(), null)).isEmpty();
        rig.weights(2);

        assertThat(rig.store.differences(entry, rig.model(), null))
                .singleElement()
                .asString()
                .startsWith("model.onnx is not the one that was compiled");
    }

    @Test
    void shouldRefuseAnOverlongManifestAndBytesThatAreNoText() throws Exception {
        StoredEngine engine = rig.publish();
        Files.writeString(StoreRig.manifestOf(engine), "# " + "x".repeat(1 << 20));
        assertThat(refusal(StoreRig.HERE)).contains("size: over 262144 bytes");

        Files.write(StoreRig.manifestOf(engine), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(refusal(StoreRig.HERE)).contains("not UTF-8");
    }

    @Test
    void shouldRefuseOrAcceptButNeverFailOnAManifestOfWhichBytesChanged() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StoredEngine engine = rig.publish();
        byte[] whole = Files.readAllBytes(StoreRig.manifestOf(engine));
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            int at = random.nextInt(changed.length);
            changed[at] = (byte) random.nextInt(256);
            Files.write(StoreRig.manifestOf(engine), changed);
            try {
                rig.store.find(rig.model(), StoreRig.HERE);
            } catch (EngineException e) {
                assertThat(e.getMessage())
                        .as("seed %d, byte %d", seed, at)
                        .doesNotContain("\n")
                        .endsWith(remedy());
            }
        }
    }

    @Test
    void shouldNameTheNearestOfSeveral() throws Exception {
        rig.publish("a", "2026-01-01T00:00:00Z", new EngineTarget("tensorrt", "10.3.0", "Orin", "8.7"));
        StoredEngine near = rig.publish(
                "b", "2026-01-01T00:00:00Z", new EngineTarget("tensorrt", "10.3.0", "NVIDIA H100 80GB HBM3", "9.0"));
        StoredEngine unreadable = rig.publish("c", "2026-01-01T00:00:00Z", StoreRig.HERE);
        Files.writeString(StoreRig.manifestOf(unreadable), "");

        assertThat(refusal(StoreRig.HERE))
                .isEqualTo(rig.store.directory()
                        + ": 3 engines of centernet-coco and none fits; the nearest: "
                        + near.plan().getParent()
                        + ": TensorRT version differs: expected 10.6.0, the engine has 10.3.0: "
                        + remedy());
    }

    @Test
    void shouldRefuseAModelThatIsNoOnnx() throws Exception {
        rig.publish();
        rig.files.file("model.onnx", "graph".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal(StoreRig.HERE)).contains("model.onnx: not a whole ONNX file");
    }

    private String remedy() {
        return "saccade compile " + rig.files.path() + " --device cuda:0 --no-publish";
    }

    private String refusal(EngineTarget here) throws Exception {
        var model = rig.model();
        EngineException refused = catchThrowableOfType(EngineException.class, () -> rig.store.find(model, here));
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.isMissingDevice()).isFalse();
        assertThat(refused.getMessage()).doesNotContain("\n");
        return refused.getMessage();
    }
}
