package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal, word for word. {@code DIR} stands for the package's directory. */
class ModelPackageRefusalTest {
    private static final String HEAD = "saccade: 1\nname: m\ntask: detection\ninput: {size: [8, 8]}\n";

    @TempDir
    Path parent;

    private Path directory;
    private PackageDirectory files;

    @BeforeEach
    void writePackage() throws IOException {
        directory = Files.createDirectory(parent.resolve("package"));
        files = new PackageDirectory(directory);
    }

    /** A line of the good package, what stands there instead, and the refusal after {@code DIR/model.yaml:}. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    saccade: 1 | saccade: 2 | 1: saccade: 2: format version 2 is newer than 1, the newest that is read here; update saccade
                    saccade: 1 | saccade: one | 1: saccade: one: not a number; write a number from 1 to 2147483647
                    saccade: 1 | saccade: 1.5 | 1: saccade: 1.5: not a whole number; write a whole number from 1 to 2147483647
                    saccade: 1 | '' | 1: saccade: missing: this key is required; add 'saccade: 1'
                    name: centernet-coco | name: a/b | 2: name: a/b: a name is at most 100 letters, digits, '.', '_' and '-', a letter or digit first; rename it
                    name: centernet-coco | name: | 2: name: (nothing): has no value; give one or delete the key
                    name: centernet-coco | name: " " | 2: name:  : has no text; write 'name: my-model' or the like
                    name: centernet-coco | name: [a] | 2: name: [a]: expected a single value, found a list; write 'name: value'
                    task: detection | task: detektion | 3: task: detektion: unknown value; did you mean 'detection'? use one of: classification, detection, segmentation
                    task: detection | task: tracking | 3: task: tracking: unknown value; use one of: classification, detection, segmentation
                    task: detection | task: segmentation | 18: decoder.kind: centernet: gives detection, but the task is segmentation; change the task or the decoder
                    task: detection | '' | 1: task: missing: this key is required; add 'task: detection'
                    model: model.onnx | modle: model.onnx | 4: modle: model.onnx: unknown key; did you mean 'model'? known: saccade, name, task, model, labels, input, decoder, thresholds, fallback, device, gpu-priority, budget-share, gate, provenance
                    model: model.onnx | device: gpu0 | 4: device: gpu0: not the name of a GPU; write cuda:0 for the first GPU, cuda:1 for the second, and so on
                    model: model.onnx | model: other.onnx | 4: model: other.onnx: no such file in the package; put it beside model.yaml or name it with 'model:'
                    model: model.onnx | model: . | 4: model: .: not a file; put it beside model.yaml or name it with 'model:'
                    model: model.onnx | model: ../outside.onnx | 4: model: ../outside.onnx: lies outside the package; copy the file into the package directory
                    model: model.onnx | model: /etc/passwd | 4: model: /etc/passwd: lies outside the package; copy the file into the package directory
                    model: model.onnx | model: "a\\0b" | 4: model: a\\u0000b: not a file name: Nul character not allowed; write a file name
                    labels: labels.txt | labels: none.txt | 5: labels: none.txt: no such file in the package; put it beside model.yaml or name it with 'labels:'
                    '  size: [512, 384]' | '' | 6: input.size: missing: this key is required; add 'size: [640, 480]'
                    '  size: [512, 384]' | '  size: 512' | 8: input.size: 512: expected a list of 2 whole numbers; write 'size: [640, 480]'
                    '  size: [512, 384]' | '  size: [512]' | 8: input.size: [512]: expected a list of 2 whole numbers; write 'size: [640, 480]'
                    '  size: [512, 384]' | '  size: [512, 0]' | 8: input.size: [512, 0]: out of range; write a number from 1 to 16384
                    '  size: [512, 384]' | '  size: [512, [3]]' | 8: input.size: [512, [3]]: expected a single value, found a list; write 'size: value'
                    '  colour: RGB' | '  color: RGB' | 9: input.color: RGB: unknown key; did you mean 'colour'? known: tensor, size, colour, resize, pad, scale, mean, std, layout, type, alpha
                    '  colour: RGB' | '  colour: rbg' | 9: input.colour: rbg: unknown value; did you mean 'RGB'? use one of: RGB, BGR, GRAY
                    '  resize: letterbox' | '  resize: fit' | 10: input.resize: fit: unknown value; use one of: stretch, letterbox, crop
                    '  pad: 0' | '  pad: 256' | 11: input.pad: 256: out of range; write a number from 0 to 255
                    '  pad: 0' | '  pad: 0x10' | 11: input.pad: 0x10: not a number; write a number from 0 to 255
                    '  pad: 0' | '  alpha: .inf' | 11: input.alpha: .inf: not a number; write a number from -1000000000 to 1000000000
                    '  mean: [1, 2, 3]' | '  mean: [1, 2]' | 13: input.mean: [1, 2]: has 2 numbers, the colour has 3 channels; give one number, or one for each channel
                    '  mean: [1, 2, 3]' | '  mean: {r: 1}' | 13: input.mean: {r}: expected a single value, found a group of keys; write 'mean: value'
                    '  std: 4.5' | '  std: [1, 0, 1]' | 14: input.std: [1, 0, 1]: divides by 0; write the divisor, 1 for none
                    '  colour: RGB' | '  colour: GRAY' | 13: input.mean: [1, 2, 3]: has 3 numbers, the colour has 1 channel; give one number, or one for each channel
                    '  layout: NCHW' | '  layout: NCWH' | 15: input.layout: NCWH: unknown value; did you mean 'NCHW'? use one of: NCHW, NHWC
                    '  type: fp32' | '  type: float32' | 16: input.type: float32: unknown value; use one of: fp32, fp16, uint8
                    '  kind: centernet' | '  kind: yolo8' | 18: decoder.kind: yolo8: unknown value; did you mean 'yolox'? use one of: softmax, logits, centernet, yolox, yolov8, nms-in-graph, argmax, sigmoid-mask, mlsd
                    '  kind: centernet' | '' | 17: decoder.kind: missing: this key is required; add 'kind: softmax'
                    '  heatmap: hm' | '' | 17: decoder.heatmap: missing: this key is required; add 'heatmap: NAME', an output of the graph
                    '  heatmap: hm' | '  heat_map: hm' | 19: decoder.heat_map: hm: unknown key; did you mean 'heatmap'? known: kind, heatmap, sizes, stride
                    '  stride: 4' | '  stride: 0' | 21: decoder.stride: 0: must be above 0; write a larger number
                    '  stride: 4' | '  stride: -1' | 21: decoder.stride: -1: out of range; write a number from 0 to 4096
                    '  stride: 4' | '  sizes: wh' | 21: decoder.sizes: wh: given twice, first on line 20; delete one
                    'thresholds: {score: 0.25, iou: 0.6, max: 50}' | 'thresholds: {score: 1.5}' | 22: thresholds.score: 1.5: out of range; write a number from 0 to 1
                    'thresholds: {score: 0.25, iou: 0.6, max: 50}' | 'thresholds: {scores: 0.5}' | 22: thresholds.scores: 0.5: unknown key; did you mean 'score'? known: score, iou, max
                    'thresholds: {score: 0.25, iou: 0.6, max: 50}' | 'thresholds: {max: 5000}' | 22: thresholds.max: 5000: out of range; write a number from 1 to 4096
                    'thresholds: {score: 0.25, iou: 0.6, max: 50}' | 'thresholds: 0.5' | 22: thresholds: 0.5: expected a group of keys, found a single value; indent its keys below 'thresholds:'
                    '  year: 2026' | '  year: [2026]' | 25: provenance.year: [2026]: expected a single value, found a list; write 'year: value'
                    '  year: 2026' | '  year: &y 2026' | 25: provenance.year: &y: anchors are not read; write each value out
                    '  year: 2026' | '  year: *y' | 25: provenance.year: year: *y: aliases are not read; write the value out
                    '  year: 2026' | '  year: !!java.net.URL [x]' | 25: provenance.year: tag:yaml.org,2002:java.net.URL: tags are not read; write the plain value
                    '  year: 2026' | '  [a]: 2026' | 25: provenance: [a]: a key is a single word; write 'key: value'
                    '  year: 2026' | '  year: [[[[[[[[[[[[2026]]]]]]]]]]]]' | 25: provenance.year: year: [[[[[[[[[[[[2026]]]]]]]]]]]]: nested too deeply; see docs/model-yaml.md for the form
                    '  year: 2026' | '  year: "2026' | 26: syntax: : while scanning a quoted scalar, found unexpected end of stream; correct the YAML on this line or above
                    '  year: 2026' | ' year: 2026' | 25: syntax: year: 2026: while parsing a block mapping, expected <block end>, but found '<block mapping start>'; correct the YAML on this line or above
                    '  year: 2026' | '---' | 25: document: ---: a second document begins; keep one document in the file
                    """)
    void shouldRefuseALineOfModelYaml(String old, String by, String refusal) {
        files.line(old, by);

        assertRefused("DIR/model.yaml:" + refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '' | 1: document: empty: nothing is described; start with 'saccade: 1'; see docs/model-yaml.md
                    '# only a comment' | 1: document: empty: nothing is described; start with 'saccade: 1'; see docs/model-yaml.md
                    'just words' | 1: document: just words: expected 'key: value' lines, found a single value; start with 'saccade: 1'; see docs/model-yaml.md
                    '[1, 2]' | 1: document: [1, 2]: expected 'key: value' lines, found a list; start with 'saccade: 1'; see docs/model-yaml.md
                    'saccade: 7' | 1: saccade: 7: format version 7 is newer than 1, the newest that is read here; update saccade
                    """)
    void shouldRefuseADocument(String yaml, String refusal) {
        files.file("model.yaml", yaml == null ? "" : yaml);

        assertRefused("DIR/model.yaml:" + refusal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    'boxes: b, scores: s' | 5: decoder.classes: missing: this key is required; name the outputs 'boxes', 'scores' and 'classes', or one joined output as 'detections'
                    'detections: d, scores: s' | 5: decoder.scores: s: does not go with 'detections'; delete one of the two
                    'detections: d, box: xxyy' | 5: decoder.box: xxyy: unknown value; did you mean 'xyxy'? use one of: xyxy, xywh, yxyx
                    'detections: d, normalised: yes' | 5: decoder.normalised: yes: neither true nor false; write true or false
                    'detections: d, normalized: true' | 5: decoder.normalized: true: unknown key; did you mean 'normalised'? known: kind, detections, boxes, scores, classes, count, box, normalised
                    """)
    void shouldRefuseAnNmsDecoder(String keys, String refusal) {
        files.file("model.yaml", HEAD + "decoder: {kind: nms-in-graph, " + keys + "}\n");

        assertRefused("DIR/model.yaml:" + refusal);
    }

    @Test
    void shouldRefuseTooManyClasses() {
        files.file("model.yaml", """
                saccade: 1
                name: m
                task: classification
                input: {size: [8, 8]}
                decoder: {kind: logits, top: 65}
                """);

        assertRefused("DIR/model.yaml:5: decoder.top: 65: out of range; write a number from 1 to 64");
    }

    @Test
    void shouldRefuseMissingGroups() {
        files.file("model.yaml", "saccade: 1\nname: m\ntask: detection\n");
        assertRefused("DIR/model.yaml:1: input: missing: this key is required; add 'input: {size: [640, 480]}'");

        files.file("model.yaml", HEAD);
        assertRefused("DIR/model.yaml:1: decoder: missing: this key is required; add 'decoder: {kind: softmax}'");
    }

    @Test
    void shouldRefuseAlphaBesideGrey() {
        files.file("model.yaml", """
                saccade: 1
                name: m
                task: detection
                input: {size: [8, 8], colour: GRAY, alpha: 1}
                decoder: {kind: yolov8}
                """);

        assertRefused("DIR/model.yaml:4: input.alpha: 1: does not go with colour: GRAY; delete it, or use RGB or BGR");
    }

    @Test
    void shouldRefuseMaskThresholds() {
        files.file("model.yaml", ModelPackagesTest.mask(", threshold: 1", ""));
        assertRefused(
                "DIR/model.yaml:5: decoder.threshold: 1: every pixel would be alike; write a number between 0 and 1");

        files.file("model.yaml", ModelPackagesTest.mask(", threshold: 0.4", "thresholds: {score: 0.5}\n"));
        assertRefused("DIR/model.yaml:6: thresholds.score: 0.5: decoder.threshold 0.4 says the same thing;"
                + " delete one of the two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    640 | not a size; write WIDTHxHEIGHT in pixels, such as 'mask-size: 640x480'
                    640x0 | not a size; write WIDTHxHEIGHT in pixels, such as 'mask-size: 640x480'
                    640X480 | not a size; write WIDTHxHEIGHT in pixels, such as 'mask-size: 640x480'
                    5000x480 | too large; write sides of at most 4096 pixels
                    """)
    void shouldRefuseMaskSizes(String size, String refusal) {
        files.file("model.yaml", ModelPackagesTest.mask(", mask-size: " + size, ""));

        assertRefused("DIR/model.yaml:5: decoder.mask-size: " + size + ": " + refusal);
    }

    @Test
    void shouldRefuseAMaskLabelThatDiffersFromTheFile() {
        files.file("model.yaml", ModelPackagesTest.mask(", label: person", ""));

        assertRefused("DIR/model.yaml:5: decoder.label: person: differs from labels.txt, which should hold the"
                + " background and this label; correct one of the two or delete the file");
    }

    @Test
    void shouldRefuseTabs() {
        files.line("  year: 2026", "\tyear: 2026");

        assertRefused("DIR/model.yaml:25: indentation: tab: YAML is indented with spaces; replace the tab");
    }

    @Test
    void shouldRefuseAHugeFile() {
        files.file("model.yaml", "#".repeat(YamlFile.MAX_BYTES + 1));

        assertRefused("DIR/model.yaml: size: over 262144 bytes: too long for a package description;"
                + " check that the right file lies here");
    }

    @Test
    void shouldRefuseAliasBombs() {
        StringBuilder bomb = new StringBuilder("saccade: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1) + ", ";
            bomb.append("a" + i + ": &a" + i + " [" + alias.repeat(8) + "x]\n");
        }
        files.file("model.yaml", bomb.toString());

        assertRefused("DIR/model.yaml:2: a0: &a0: anchors are not read; write each value out");
    }

    @Test
    void shouldRefuseOtherEncodings() {
        files.file("model.yaml", new byte[] {'a', (byte) 0xff, 'b'});
        assertRefused("DIR/model.yaml: encoding: not UTF-8: the bytes are not text; save the file as UTF-8");

        files.file("model.yaml", PackageDirectory.DETECTION).file("labels.txt", new byte[] {(byte) 0xc3, 'x'});
        assertRefused("DIR/labels.txt: encoding: not UTF-8: the bytes are not text; save the file as UTF-8");
    }

    @Test
    void shouldRefuseLabels() {
        files.file("labels.txt", "person\n\nbicycle\n");
        assertRefused("DIR/labels.txt:2: label 1: blank: every line names a class; name it or delete the line");

        files.file("labels.txt", "");
        assertRefused("DIR/labels.txt:1: labels: empty: no class is named; write one label a line, in class order");

        files.file("labels.txt", "x".repeat(5 << 20));
        assertRefused("DIR/labels.txt: size: 5242880 bytes: too long for labels, at most 4194304;"
                + " check that the right file lies here");

        files.without("labels.txt").line("labels: labels.txt", "");
        assertRefused("DIR/model.yaml:1: labels: labels.txt: no such file in the package;"
                + " put it beside model.yaml or name it with 'labels:'");
    }

    @Test
    void shouldRefuseALinkThatLeadsOut() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside.onnx"), "graph");
        files.without("model.onnx");
        Files.createSymbolicLink(directory.resolve("model.onnx"), outside);

        assertRefused("DIR/model.yaml:4: model: model.onnx: lies outside the package;"
                + " copy the file into the package directory");
    }

    @Test
    void shouldRefuseWhatIsNoPackage() throws IOException {
        files.without("model.yaml");
        assertRefused("DIR: model.yaml: missing: the directory is not a model package;"
                + " write one as docs/model-yaml.md shows");

        directory = parent.resolve("nowhere");
        assertRefused("DIR: package: missing: no such directory; give the directory that holds model.yaml");

        directory = Files.writeString(parent.resolve("model.onnx"), "graph");
        assertRefused("DIR: package: a file: a package is a directory; give the directory that holds model.yaml");
    }

    @Test
    void shouldCutLongValues() {
        files.line("task: detection", "task: " + "x".repeat(200));

        assertRefused("DIR/model.yaml:3: task: " + "x".repeat(80)
                + "...: unknown value; use one of: classification, detection, segmentation");
    }

    private void assertRefused(String expected) {
        PackageException refusal = catchThrowableOfType(PackageException.class, () -> ModelPackages.read(directory));
        assertThat(refusal).hasMessage(expected.replace("DIR", directory.toString()));
    }
}
