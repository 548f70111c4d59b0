package dev.saccade.models.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Graphs that look like what known programs export; each makes its outputs out of nothing but zeros. */
@Timeout(300)
class ImportProposalTest {
    @TempDir
    Path dir;

    /** An output of zeros of some shape, made by Expand so that the file itself stays small. */
    private static OnnxGraph zeros(OnnxGraph graph, String name, long... shape) {
        return graph.longs(name + "_shape", shape)
                .floats(name + "_zero", new long[] {}, 0)
                .node("Expand", List.of(name + "_zero", name + "_shape"), List.of(name))
                .output(name, OnnxGraph.FLOAT, boxed(shape));
    }

    private static Object[] boxed(long... shape) {
        List<Object> dims = new ArrayList<>();
        for (long d : shape) {
            dims.add(d);
        }
        return dims.toArray();
    }

    private static OnnxGraph planes(int width, int height) {
        return new OnnxGraph().input("images", OnnxGraph.FLOAT, 1, 3, height, width);
    }

    private ImportProposal propose(OnnxGraph graph, String... set) throws Exception {
        return propose(graph, null, set);
    }

    private ImportProposal propose(OnnxGraph graph, Path labels, String... set) throws Exception {
        Map<String, String> given = new java.util.LinkedHashMap<>();
        for (String pair : set) {
            given.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return ImportProposal.of(new ImportedFile(graph.write(dir.resolve("net.onnx")), null, labels, given));
    }

    private static String value(ImportProposal proposal, String key) {
        return proposal.choices().get(key).value();
    }

    @Test
    void shouldKnowAYolov8ByItsShape() throws Exception {
        ImportProposal proposal = propose(zeros(planes(320, 256), "out", 1, 84, 40 * 32 + 20 * 16 + 10 * 8));
        assertThat(proposal.questions()).isEmpty();
        assertThat(proposal.choices().get("decoder.kind"))
                .isEqualTo(new Choice("yolov8", "out FLOAT32[1, 84, 1680]: yolov8 with 80 classes", true));
        assertThat(value(proposal, "input.layout")).isEqualTo("NCHW");
        assertThat(value(proposal, "input.size")).isEqualTo("[320, 256]");
        assertThat(proposal.labels()).hasSize(80).startsWith("class-0");
        assertThat(proposal.warnings()).hasSize(1);
        assertThat(proposal.alternatives()).hasSize(8);
    }

    @Test
    void shouldKnowAYoloxAndTellItFromATransposedYolov8ByTheLabels() throws Exception {
        OnnxGraph graph = zeros(planes(64, 64), "out", 1, 84, 7);
        assertThat(value(propose(graph), "decoder.kind")).isEqualTo("yolox");
        assertThat(value(propose(graph), "input.colour")).isEqualTo("BGR");
        Path three = Files.writeString(dir.resolve("three.txt"), "a\nb\nc\n");
        assertThat(value(propose(graph, three), "decoder.kind")).isEqualTo("yolov8");
        assertThat(propose(graph).labels()).hasSize(2);
    }

    @Test
    void shouldKnowClassifiersByTheirTail() throws Exception {
        OnnxGraph soft = planes(8, 8)
                .longs("shape", 1, 192)
                .node("Reshape", List.of("images", "shape"), List.of("flat"))
                .node("Softmax", List.of("flat"), List.of("p"))
                .output("p", OnnxGraph.FLOAT, 1, 192);
        assertThat(propose(soft).choices().get("decoder.kind"))
                .isEqualTo(new Choice("softmax", "Softmax at the end", true));
        assertThat(value(propose(zeros(planes(8, 8), "y", 1, 10)), "decoder.kind"))
                .isEqualTo("logits");
    }

    @Test
    void shouldGiveFinalBoxesTheirRoles() throws Exception {
        OnnxGraph graph = new OnnxGraph().input("image", OnnxGraph.UINT8, 1, "h", "w", 3);
        zeros(graph, "detection_boxes", 1, 100, 4);
        zeros(graph, "detection_scores", 1, 100);
        zeros(graph, "detection_classes", 1, 100);
        zeros(graph, "num_detections", 1);
        ImportProposal open = propose(graph);
        assertThat(open.questions()).extracting(Question::key).containsExactly("input.size");
        open = propose(graph, "input.size=300x200");
        assertThat(open.questions()).extracting(Question::key).containsExactly("labels");
        Path labels = Files.writeString(dir.resolve("labels.txt"), "background\nperson\n");
        ImportProposal proposal = propose(graph, labels, "input.size=300x200");
        assertThat(value(proposal, "input.type")).isEqualTo("uint8");
        assertThat(value(proposal, "input.layout")).isEqualTo("NHWC");
        assertThat(value(proposal, "decoder.count")).isEqualTo("num_detections");
        assertThat(value(proposal, "decoder.box")).isEqualTo("yxyx");
        try (PackageDraft draft = PackageDraft.of(proposal.file().onnx(), dir.resolve("ssd"))) {
            ModelPackage model = draft.write(proposal);
            draft.check(model);
            assertThat(model.input().width()).isEqualTo(300);
            assertThat(dir.resolve("ssd")).doesNotExist();
            draft.publish();
        }
        assertThat(dir.resolve("ssd/model.yaml")).exists();
        try (var all = Files.list(dir)) {
            assertThat(all.map(f -> f.getFileName().toString())).noneMatch(n -> n.startsWith("."));
        }
    }

    @Test
    void shouldKnowMasksAndHalves() throws Exception {
        OnnxGraph mask = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT16, "n", 16, 24, 1)
                .node("Cast", List.of("x"), List.of("f"), OnnxGraph.attribute("to", OnnxGraph.FLOAT))
                .node("Sigmoid", List.of("f"), List.of("m"))
                .output("m", OnnxGraph.FLOAT, "n", 16, 24, 1);
        ImportProposal proposal = propose(mask);
        assertThat(value(proposal, "decoder.kind")).isEqualTo("sigmoid-mask");
        assertThat(value(proposal, "decoder.logits")).isEqualTo("false");
        assertThat(value(proposal, "input.type")).isEqualTo("fp16");
        assertThat(value(proposal, "input.colour")).isEqualTo("GRAY");
        assertThat(value(propose(zeros(planes(16, 16), "s", 1, 21, 16, 16)), "decoder.kind"))
                .isEqualTo("argmax");
    }

    @Test
    void shouldSeeThatAGraphScalesItsPixels() throws Exception {
        OnnxGraph graph = planes(8, 8)
                .floats("k", new long[] {}, 255)
                .node("Div", List.of("images", "k"), List.of("d"))
                .node("Sigmoid", List.of("d"), List.of("s"))
                .output("s", OnnxGraph.FLOAT, 1, 3, 8, 8);
        assertThat(propose(graph).choices().get("input.scale"))
                .isEqualTo(new Choice("1", "the graph scales pixels 0..255 itself", true));
    }

    @Test
    void shouldRefuseWhatNoPackageCanBe() throws Exception {
        OnnxGraph graph = zeros(planes(8, 8), "y", 1, 10);
        Path two = Files.writeString(dir.resolve("two.txt"), "a\nb\n");
        refused(() -> propose(graph, two), "two.txt: 2 labels", "[1, 10] has 10 classes");
        OnnxGraph pair = planes(8, 8).input("other", OnnxGraph.FLOAT, 1, 3, 8, 8);
        refused(() -> propose(zeros(pair, "y", 1, 10)), "net.onnx", "one picture", "other");
        OnnxGraph bogus =
                planes(8, 8).node("Bogus", List.of("images"), List.of("y")).output("y", OnnxGraph.FLOAT, 1, 10);
        refused(() -> propose(bogus), "operator Bogus", "n_y");
        OnnxGraph nan = zeros(planes(8, 8), "y", 1, 10).floats("w", new long[] {2}, Float.NaN, 1);
        refused(() -> propose(nan), "net.onnx: the tensor 'w' holds NaN");
        assertThat(propose(zeros(planes(8, 8), "odd", 1, 5, 6, 7, 8)).questions())
                .extracting(Question::key)
                .containsExactly("decoder.kind");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT))
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldReadNamesAsProgramsWriteThem() {
        assertThat(LabelNames.of("{0: 'person', 1: \"driver's seat\", 2: 'a\\'b'}"))
                .containsExactly("person", "driver's seat", "a'b");
        assertThat(LabelNames.of("{\"0\": \"a\", \"1\": \"b\"}")).containsExactly("a", "b");
        assertThat(LabelNames.of("[\"a\", \"b\"]")).containsExactly("a", "b");
        byte[] whole = "{0: 'person', 1: \"bicycle\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (long seed = 0; seed < 3000; seed++) {
            String text = new String(
                    Mutation.damaged(whole, new java.util.Random(seed)), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(LabelNames.of(text)).as("seed %d", seed).hasSizeLessThan(5000);
        }
    }

    @Test
    void shouldWriteAnyTextAsOneYamlValue() throws Exception {
        for (String name : List.of("a: b", "x\"y\\z", "line\nbreak", "no", "1e5", "#c", "\u2028", "'", "é")) {
            Path file = Files.writeString(
                    dir.resolve("a.yaml"), YamlText.of(Map.of("key", new Choice(name, "why\n" + name, false))));
            assertThat(dev.saccade.model.PlainYaml.read(file, "saccade: 1", "docs")
                            .get("key"))
                    .isEqualTo(name);
        }
    }
}
