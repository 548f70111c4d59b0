package dev.saccade.model;

import static dev.saccade.model.DecoderKey.Type.BOX;
import static dev.saccade.model.DecoderKey.Type.FLAG;
import static dev.saccade.model.DecoderKey.Type.POSITIVE;
import static dev.saccade.model.DecoderKey.Type.SHARE;
import static dev.saccade.model.DecoderKey.Type.SIZE;
import static dev.saccade.model.DecoderKey.Type.TEXT;
import static dev.saccade.model.DecoderKey.Type.TOP;
import static dev.saccade.model.DecoderKey.optional;
import static dev.saccade.model.DecoderKey.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How output tensors become a result: the values of {@code decoder.kind}, each with its task and its own keys. */
public enum DecoderKind {
    /** Class probabilities. */
    SOFTMAX("softmax", Task.CLASSIFICATION, optional("scores", TEXT), optional("top", TOP)),
    /** Class scores that still need their softmax. */
    LOGITS("logits", Task.CLASSIFICATION, optional("scores", TEXT), optional("top", TOP)),
    /** Heat map of centres and a map of distances to the box's edges. */
    CENTERNET(
            "centernet",
            Task.DETECTION,
            required("heatmap", TEXT),
            required("sizes", TEXT),
            optional("stride", POSITIVE)),
    /** Anchor-free grid with objectness, strides 8, 16 and 32. */
    YOLOX("yolox", Task.DETECTION, optional("output", TEXT), optional("decoded", FLAG)),
    /** Columns of box and class scores without objectness. */
    YOLOV8("yolov8", Task.DETECTION, optional("output", TEXT)),
    /** Final boxes: the graph holds the non-maximum suppression. */
    NMS_IN_GRAPH(
            "nms-in-graph",
            Task.DETECTION,
            optional("detections", TEXT),
            optional("boxes", TEXT),
            optional("scores", TEXT),
            optional("classes", TEXT),
            optional("count", TEXT),
            optional("box", BOX),
            optional("normalised", FLAG)),
    /** Class scores per pixel, or a map of class indices. */
    ARGMAX("argmax", Task.SEGMENTATION, optional("output", TEXT), optional("mask-size", SIZE)),
    /** One foreground plane. */
    SIGMOID_MASK(
            "sigmoid-mask",
            Task.SEGMENTATION,
            optional("mask", TEXT),
            optional("mask-size", SIZE),
            optional("logits", FLAG),
            optional("threshold", SHARE),
            optional("label", TEXT)),
    /** Centre map and displacements of line segments. */
    MLSD(
            "mlsd",
            Task.DETECTION,
            required("centre", TEXT),
            required("displacement", TEXT),
            optional("stride", POSITIVE),
            optional("min-length", POSITIVE),
            optional("logits", FLAG));

    private final String yamlName;
    private final Task task;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<DecoderKey> keys;

    DecoderKind(String yamlName, Task task, DecoderKey... keys) {
        this.yamlName = yamlName;
        this.task = task;
        this.keys = List.of(keys);
    }

    /** @return the name in model.yaml, such as {@code nms-in-graph} */
    public String yamlName() {
        return yamlName;
    }

    /** @return the only task that this decoder serves */
    public Task task() {
        return task;
    }

    /**
     * The kind of a package.
     *
     * @param model a package that was read and checked
     * @return its decoder's kind
     * @throws PackageException when the package was put together by hand with an unknown kind
     */
    public static DecoderKind of(ModelPackage model) throws PackageException {
        String name = String.valueOf(model.decoder().get("kind"));
        DecoderKind kind = byName().get(name);
        if (kind == null) {
            throw Refusal.of(
                    model.directory(),
                    "decoder.kind",
                    name,
                    "unknown value",
                    Spelling.remedy(name, byName().keySet(), "use one of"));
        }
        return kind;
    }

    List<DecoderKey> keys() {
        return keys;
    }

    static Map<String, DecoderKind> byName() {
        Map<String, DecoderKind> kinds = new LinkedHashMap<>();
        for (DecoderKind kind : values()) {
            kinds.put(kind.yamlName, kind);
        }
        return kinds;
    }
}
