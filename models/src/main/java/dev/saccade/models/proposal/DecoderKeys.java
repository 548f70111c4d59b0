package dev.saccade.models.proposal;

import dev.saccade.internal.onnx.OnnxOutline;
import dev.saccade.models.ModelsException;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.util.List;
import java.util.Locale;

/** Chooses the decoder by the shapes of the outputs and by what the graph does last. */
final class DecoderKeys {
    private static final int BOX = 4;
    private static final int BOX_AND_OBJECTNESS = 5;
    private static final String KINDS =
            "softmax, logits, centernet, yolox, yolov8, nms-in-graph, argmax, sigmoid-mask or mlsd";

    private final OnnxOutline graph;
    private final Exporter exporter;
    private final List<TensorSpec> outputs;
    private final Keys keys;
    private final int labels;
    private final int width;
    private final int height;
    private int classes;
    private String counted = "";

    /** @param labels how many the user gave, or 0 */
    DecoderKeys(OnnxOutline graph, Exporter exporter, List<TensorSpec> outputs, Keys keys, int labels, int[] size) {
        this.graph = graph;
        this.exporter = exporter;
        this.outputs = outputs;
        this.keys = keys;
        this.labels = labels;
        width = size[0];
        height = size[1];
    }

    /** How many classes the outputs have; 0 where they do not tell. */
    int classes() {
        return classes;
    }

    /** The output that tells {@link #classes}. */
    String counted() {
        return counted;
    }

    void fill() throws ModelsException {
        String task = exporter.task();
        if (!task.isEmpty() && !task.equals("detect") && !task.equals("classify") && !keys.isGiven("decoder.kind")) {
            throw ModelsException.badInput("is an Ultralytics model of the task '" + task
                    + "', for which there is no decoder; export one of detect or classify");
        }
        boolean isFound = (outputs.size() == 1 && one(outputs.get(0)))
                || (outputs.size() == 2 && two())
                || new FinalBoxes(outputs, keys).fill();
        if (!isFound) {
            unknown();
        }
    }

    private void unknown() {
        String kind = keys.take("decoder.kind", "no decoder is known by the outputs " + outputs + "; one of " + KINDS);
        if (kind != null) {
            task(kind);
        }
    }

    private void task(String kind) {
        String task =
                switch (kind) {
                    case "softmax", "logits" -> "classification";
                    case "argmax", "sigmoid-mask" -> "segmentation";
                    default -> "detection";
                };
        keys.know("task", task, "what the decoder gives");
    }

    private void kind(String kind, String reason) {
        keys.know("decoder.kind", kind, reason);
        task(keys.value("decoder.kind"));
    }

    private void count(long number, TensorSpec output) {
        classes = (int) number;
        counted = output.toString();
    }

    private boolean one(TensorSpec output) {
        long[] shape = output.shape();
        boolean isFloat = output.type() == TensorType.FLOAT32 || output.type() == TensorType.FLOAT16;
        if (!isFloat) {
            return indices(output, shape);
        }
        boolean isFlat = shape.length == 2 || (shape.length == BOX && shape[2] * shape[3] == 1);
        if (isFlat && shape[0] == 1 && shape[1] > 1) {
            return classifier(output, shape[1]);
        }
        if (shape.length == 3 || shape.length == 2) {
            return rows(output, shape);
        }
        return shape.length == BOX && plane(output, shape);
    }

    private boolean classifier(TensorSpec output, long number) {
        boolean isSoft = GraphTail.operator(graph, output.name()).equals("Softmax");
        kind(isSoft ? "softmax" : "logits", isSoft ? "Softmax at the end" : output + " without a Softmax at the end");
        keys.know("decoder.scores", output.name(), "the only output");
        count(number, output);
        return true;
    }

    private boolean rows(TensorSpec output, long[] shape) {
        long first = shape.length == 3 ? shape[1] : shape[0];
        long last = shape[shape.length - 1];
        boolean hasNms = GraphTail.has(graph, "NonMaxSuppression") || GraphTail.has(graph, "TopK");
        if ((last == 6 || last == 7) && (hasNms || (first < 1000 && first != anchors()))) {
            kind("nms-in-graph", output + ": rows of final boxes");
            keys.know("decoder.detections", output.name(), "the only output");
            if (!exporter.isUltralytics()) {
                keys.assume("decoder.normalised", "false", "boxes in input pixels, as most exports");
            }
            return true;
        }
        if (shape.length != 3) {
            return false;
        }
        long cells = anchors();
        if (last == cells && first > BOX) {
            kind("yolov8", output + ": yolov8 with " + (first - BOX) + " classes");
            count(first - BOX, output);
        } else if (first == cells && last > BOX && isYolov8(last)) {
            kind("yolov8", output + ": yolov8, transposed, with " + (last - BOX) + " classes");
            count(last - BOX, output);
        } else if (first == cells && last > BOX_AND_OBJECTNESS) {
            kind(
                    "yolox",
                    output + ": a row for each cell of strides 8, 16 and 32, with objectness and "
                            + (last - BOX_AND_OBJECTNESS) + " classes: yolox");
            boolean isDecoded = GraphTail.has(graph, "Exp");
            keys.know(
                    "decoder.decoded",
                    Boolean.toString(isDecoded),
                    isDecoded ? "the graph has Exp: boxes are done" : "no Exp in the graph: boxes are raw");
            count(last - BOX_AND_OBJECTNESS, output);
        } else {
            return false;
        }
        keys.know("decoder.output", output.name(), "the only output");
        return true;
    }

    private boolean isYolov8(long values) {
        int named = labels > 0 ? labels : exporter.names().size();
        return exporter.isUltralytics() || (named > 0 && values - BOX == named);
    }

    /** Cells of the grids of stride 8, 16 and 32. */
    private long anchors() {
        long cells = 0;
        for (int stride = 8; stride <= 32; stride *= 2) {
            cells += (long) (width / stride) * (height / stride);
        }
        return cells;
    }

    private boolean indices(TensorSpec output, long[] shape) {
        if (shape.length != 3 || shape[0] != 1) {
            return false;
        }
        kind("argmax", output + ": a class for each pixel");
        keys.know("decoder.output", output.name(), "the only output");
        return true;
    }

    private boolean plane(TensorSpec output, long[] shape) {
        boolean isPlanes = shape[1] < shape[3] || (shape[1] == shape[3] && isNchw());
        long channels = shape[isPlanes ? 1 : 3];
        if (shape[0] != 1 || channels > 255) {
            return false;
        }
        if (channels == 1) {
            String tail = GraphTail.operator(graph, output.name());
            boolean isDone = tail.equals("Sigmoid") || tail.equals("HardSigmoid") || tail.equals("Clip");
            kind("sigmoid-mask", output + ": one plane");
            keys.know("decoder.mask", output.name(), "the only output");
            keys.know(
                    "decoder.logits",
                    Boolean.toString(!isDone),
                    isDone ? tail + " at the end" : "no Sigmoid at the end");
            count(2, output);
        } else {
            kind("argmax", output + ": " + channels + " scores for each pixel");
            keys.know("decoder.output", output.name(), "the only output");
            count(channels, output);
        }
        return true;
    }

    private boolean isNchw() {
        return "NCHW".equals(keys.value("input.layout"));
    }

    private boolean two() {
        TensorSpec a = outputs.get(0);
        TensorSpec b = outputs.get(1);
        return maps(a, b) || maps(b, a);
    }

    /** A map of scores and one of four distances over the same cells. */
    private boolean maps(TensorSpec scores, TensorSpec distances) {
        long[] s = scores.shape();
        long[] d = distances.shape();
        if (s.length != BOX || d.length != BOX) {
            return false;
        }
        boolean planes = s[2] == d[2] && s[3] == d[3] && d[1] == BOX && s[2] > 1;
        boolean pixels = s[1] == d[1] && s[2] == d[2] && d[3] == BOX && s[2] > 1;
        boolean isLine = (planes && s[1] == 1) || (pixels && s[3] == 1);
        if (isLine) {
            kind("mlsd", "one plane of centres and four displacements: mlsd");
            keys.know("decoder.centre", scores.name(), scores.toString());
            keys.know("decoder.displacement", distances.name(), distances.toString());
            String tail = GraphTail.operator(graph, scores.name());
            if (!tail.equals("Sigmoid") && !GraphTail.has(graph, "Sigmoid")) {
                keys.know("decoder.logits", "true", "no Sigmoid in the graph");
            }
            return true;
        }
        if (planes && s[1] > 1) {
            kind("centernet", "a heat map of " + s[1] + " classes and four distances: centernet");
            keys.know("decoder.heatmap", scores.name(), scores.toString());
            keys.know("decoder.sizes", distances.name(), distances.toString());
            count(s[1], scores);
            return true;
        }
        return false;
    }

    /** The word for messages that a name holds, in any case. */
    static boolean says(TensorSpec output, String word) {
        return output.name().toLowerCase(Locale.ROOT).contains(word);
    }
}
