package dev.saccade.models.proposal;

import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Gives boxes, scores, classes and count of a graph that suppresses non-maxima itself their roles, by name and shape. */
final class FinalBoxes {
    private static final int MOST_OUTPUTS = 8;

    private final List<TensorSpec> outputs;
    private final Keys keys;

    FinalBoxes(List<TensorSpec> outputs, Keys keys) {
        this.outputs = outputs;
        this.keys = keys;
    }

    /** Fills in the decoder; false when the outputs are none of these. */
    boolean fill() {
        if (outputs.size() < 3 || outputs.size() > MOST_OUTPUTS) {
            return false;
        }
        TensorSpec boxes = only(outputs.stream()
                .filter(o -> o.rank() >= 2 && o.rank() <= 3 && o.dim(o.rank() - 1) == 4)
                .toList());
        if (boxes == null) {
            return false;
        }
        long rows = boxes.dim(boxes.rank() - 2);
        List<TensorSpec> columns = new ArrayList<>(outputs.stream()
                .filter(o -> !o.equals(boxes) && o.rank() >= 1 && o.rank() <= 2 && o.dim(o.rank() - 1) == rows)
                .toList());
        TensorSpec classes = find(columns, "class", "label");
        if (classes == null) {
            classes = only(columns.stream().filter(FinalBoxes::isInteger).toList());
        }
        columns.remove(classes);
        TensorSpec scores = find(columns, "score", "conf", "prob");
        if (scores == null) {
            scores = only(columns);
        }
        if (classes == null || scores == null) {
            return false;
        }
        put(boxes, scores, classes);
        return true;
    }

    private void put(TensorSpec boxes, TensorSpec scores, TensorSpec classes) {
        keys.know("task", "detection", "what the decoder gives");
        keys.know("decoder.kind", "nms-in-graph", "final boxes, scores and classes");
        keys.know("decoder.boxes", boxes.name(), boxes.toString());
        keys.know("decoder.scores", scores.name(), scores.toString());
        keys.know("decoder.classes", classes.name(), classes.toString());
        TensorSpec count = find(outputs, "num", "count");
        if (count != null && !List.of(boxes, scores, classes).contains(count)) {
            keys.know("decoder.count", count.name(), count.toString());
        }
        boolean isTensorFlow = boxes.name().startsWith("detection_boxes");
        String why = isTensorFlow ? "as TensorFlow's detectors name it" : "as most exports";
        keys.assume("decoder.box", isTensorFlow ? "yxyx" : "xyxy", why);
        keys.assume("decoder.normalised", Boolean.toString(isTensorFlow), why);
    }

    private static boolean isInteger(TensorSpec output) {
        return output.type() == TensorType.INT32 || output.type() == TensorType.INT64;
    }

    private static TensorSpec find(List<TensorSpec> outputs, String... words) {
        for (String word : words) {
            for (TensorSpec output : outputs) {
                if (DecoderKeys.says(output, word)) {
                    return output;
                }
            }
        }
        return null;
    }

    private static TensorSpec only(List<TensorSpec> outputs) {
        return outputs.size() == 1 ? outputs.get(0) : null;
    }
}
