package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPackagesTest {
    @TempDir
    Path directory;

    @Test
    void shouldReadEveryKey() throws PackageException {
        ModelPackage model = ModelPackages.read(new PackageDirectory(directory).path());

        assertThat(model.name()).isEqualTo("centernet-coco");
        assertThat(model.task()).isEqualTo(Task.DETECTION);
        assertThat(model.model()).isEqualTo(directory.resolve("model.onnx"));
        assertThat(model.labels()).containsExactly("person", "bicycle");
        assertThat(model.input())
                .isEqualTo(new InputSpec(
                        "image",
                        512,
                        384,
                        InputSpec.Colour.RGB,
                        InputSpec.Resize.LETTERBOX,
                        0,
                        List.of(2.0, 2.0, 2.0),
                        List.of(1.0, 2.0, 3.0),
                        List.of(4.5, 4.5, 4.5),
                        InputSpec.Layout.NCHW,
                        TensorType.FLOAT32,
                        null));
        assertThat(model.decoder())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("kind", "centernet", "heatmap", "hm", "sizes", "wh", "stride", "4.0"));
        assertThat(model.decoder().keySet().iterator().next()).isEqualTo("kind");
        assertThat(model.thresholds()).isEqualTo(new Thresholds(0.25f, 0.6f, 50));
        assertThat(model.fallback()).isNull();
        assertThat(model.device()).isEqualTo(DeviceWish.NONE);
        EngineOptions options = new EngineOptions(1, false, -1, null);
        assertThat(options.forModel(model)).isSameAs(options);
        assertThat(model.provenance()).containsEntry("source", "somewhere").containsEntry("year", "2026");
        assertThat(model.identity()).matches("[0-9a-f]{64}");
        assertThat(DecoderKind.of(model)).isEqualTo(DecoderKind.CENTERNET);
        assertThat(ModelPackages.labelsFile(model)).isEqualTo("labels.txt");
    }

    @Test
    void shouldFillInDefaults() throws PackageException {
        PackageDirectory files = new PackageDirectory(directory).file("model.yaml", """
                        saccade: 1
                        name: small
                        task: detection
                        input: {size: [64, 32], alpha: 1, type: uint8, colour: BGR, layout: NHWC, resize: crop}
                        decoder: {kind: yolov8}
                        fallback: smaller
                        device: cuda:1
                        gpu-priority: high
                        budget-share: 0.5
                        """);

        ModelPackage model = ModelPackages.read(files.path());

        assertThat(model.input())
                .isEqualTo(new InputSpec(
                        null,
                        64,
                        32,
                        InputSpec.Colour.BGR,
                        InputSpec.Resize.CROP,
                        114,
                        List.of(1.0, 1.0, 1.0),
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0),
                        InputSpec.Layout.NHWC,
                        TensorType.UINT8,
                        1.0));
        assertThat(model.thresholds()).isEqualTo(new Thresholds(0.3f, 0.5f, 100));
        assertThat(model.fallback()).isEqualTo("smaller");
        assertThat(model.device()).isEqualTo(new DeviceWish(1, "high", 0.5));
        assertThat(model.withMinScore(0.5f).device()).isEqualTo(model.device());
        EngineOptions options = new EngineOptions(1, false, -1, null);
        assertThat(options.forModel(model).device())
                .isEqualTo(new DeviceOptions(
                        1, DeviceOptions.Priority.HIGH, 0.5, options.device().store()));
        assertThat(model.provenance()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "classification, kind: softmax",
        "classification, 'kind: logits, scores: out, top: 3'",
        "detection, 'kind: centernet, heatmap: a, sizes: b'",
        "detection, 'kind: yolox, output: a, decoded: true'",
        "detection, kind: yolov8",
        "detection, 'kind: nms-in-graph, detections: d, box: xywh'",
        "detection, 'kind: nms-in-graph, boxes: b, scores: s, classes: c, count: n, normalised: true'",
        "detection, 'kind: mlsd, centre: c, displacement: d, min-length: 5'",
        "segmentation, kind: argmax",
        "segmentation, 'kind: sigmoid-mask, logits: true, threshold: 0.4'"
    })
    void shouldReadEveryDecoder(String task, String decoder) throws PackageException {
        PackageDirectory files = new PackageDirectory(directory)
                .file(
                        "model.yaml",
                        "saccade: 1\nname: m\ntask: " + task + "\ninput: {size: [8, 8]}\ndecoder: {" + decoder + "}\n");

        ModelPackage model = ModelPackages.read(files.path());

        assertThat(DecoderKind.of(model).task()).isEqualTo(model.task());
    }

    @Test
    void shouldReadOtherFilesOfThePackage() throws PackageException {
        PackageDirectory files = new PackageDirectory(directory)
                .line("model: model.onnx", "model: ./other.onnx")
                .file("other.onnx", "another graph")
                .file("names", "a\r\nb ünder\r\n");
        files.file("model.yaml", PackageDirectory.DETECTION.replace("labels.txt", "names"));

        ModelPackage model = ModelPackages.read(files.path());

        assertThat(model.labels()).containsExactly("a", "b ünder");
        assertThat(ModelPackages.labelsFile(model)).isEqualTo("names");
    }

    @Test
    void shouldTakeTheMaskThresholdAsTheScore() throws PackageException {
        PackageDirectory files = new PackageDirectory(directory).file("model.yaml", mask(", threshold: 0.4", ""));

        assertThat(ModelPackages.read(files.path()).thresholds().score()).isEqualTo(0.4f);
        assertThat(ModelPackages.read(files.path())
                        .withMinScore(0.7f)
                        .thresholds()
                        .score())
                .isEqualTo(0.7f);
    }

    @Test
    void shouldImplyTheLabelsOfOneClass() throws PackageException {
        PackageDirectory files =
                new PackageDirectory(directory).without("labels.txt").file("model.yaml", mask(", label: person", ""));
        assertThat(ModelPackages.read(files.path()).labels()).containsExactly("background", "person");

        files.file("model.yaml", """
                saccade: 1
                name: m
                task: detection
                input: {size: [8, 8]}
                decoder: {kind: mlsd, centre: c, displacement: d}
                """);
        assertThat(ModelPackages.read(files.path()).labels()).containsExactly("line");
    }

    @Test
    void shouldChangeTheIdentityWithEveryFileAndOnlyThen() throws PackageException {
        PackageDirectory files = new PackageDirectory(directory);
        String first = ModelPackages.read(files.path()).identity();

        assertThat(ModelPackages.read(files.path()).identity()).isEqualTo(first);
        files.file("notes.txt", "no part of the package");
        assertThat(ModelPackages.read(files.path()).identity()).isEqualTo(first);

        files.file("model.onnx", "grapi");
        String otherModel = ModelPackages.read(files.path()).identity();
        files.file("labels.txt", "person\nbicyclist\n");
        String otherLabels = ModelPackages.read(files.path()).identity();
        files.file("model.yaml", PackageDirectory.DETECTION + "\n");
        String otherYaml = ModelPackages.read(files.path()).identity();
        assertThat(List.of(first, otherModel, otherLabels, otherYaml)).doesNotHaveDuplicates();
    }

    @Test
    void shouldNotLetBytesMoveFromOneFileToTheNextUnnoticed() throws PackageException {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        PackageDirectory files = new PackageDirectory(directory);
        files.file("one", "ab").file("two", "c");
        String before = new PackageIdentity().add("x", one).add("y", two).hex();
        files.file("one", "a").file("two", "bc");

        assertThat(new PackageIdentity().add("x", one).add("y", two).hex()).isNotEqualTo(before);
    }

    static String mask(String decoderKeys, String thresholds) {
        return "saccade: 1\nname: m\ntask: segmentation\ninput: {size: [8, 8]}\ndecoder: {kind: sigmoid-mask"
                + decoderKeys + "}\n" + thresholds;
    }
}
