package dev.saccade.models.proposal;

import dev.saccade.internal.onnx.OnnxOutline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How pixels 0..255 become what a network was trained with. Where a graph begins with arithmetic of its own, that tells
 * what it expects: a slope of 1/255 takes pixels as they are, one of 2 goes on from 0..1.
 */
enum PixelRange {
    BYTES("0..255", "1", "0", "1"),
    SHARE("0..1", "0.00392156862745098", "0", "1"),
    SIGNED("-1..1", "1", "127.5", "127.5"),
    IMAGENET("ImageNet", "0.00392156862745098", "[0.485, 0.456, 0.406]", "[0.229, 0.224, 0.225]");

    private static final Set<String> ALONGSIDE =
            Set.of("Cast", "Transpose", "Identity", "Reshape", "Squeeze", "Unsqueeze", "Pad", "Slice");
    private static final int LONGEST = 12;
    private static final double LEAST_SPAN = 0.5;
    private static final double MOST_SPAN = 10;

    private final String words;
    private final String scale;
    private final String mean;
    private final String std;

    PixelRange(String words, String scale, String mean, String std) {
        this.words = words;
        this.scale = scale;
        this.mean = mean;
        this.std = std;
    }

    String words() {
        return words;
    }

    /** The keys that say so, per-channel lists in the order of the colour. */
    Map<String, String> keys(String colour) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("input.scale", scale);
        keys.put("input.mean", ordered(mean, colour));
        keys.put("input.std", ordered(std, colour));
        return keys;
    }

    private static String ordered(String value, String colour) {
        if (!value.startsWith("[")) {
            return value;
        }
        String[] rgb = value.substring(1, value.length() - 1).split(", ");
        return switch (colour) {
            case "BGR" -> "[" + rgb[2] + ", " + rgb[1] + ", " + rgb[0] + "]";
            case "GRAY" -> rgb[1];
            default -> value;
        };
    }

    /** What the graph's own arithmetic expects; null when it has none or it tells nothing. */
    static PixelRange expected(OnnxOutline graph, String input) {
        double slope = 1;
        boolean isChanged = false;
        String at = input;
        for (int i = 0; i < LONGEST; i++) {
            List<OnnxOutline.Node> readers = graph.readers(at);
            if (readers.size() != 1 || readers.get(0).outputs().isEmpty()) {
                break;
            }
            OnnxOutline.Node node = readers.get(0);
            float[] constant = operand(graph, node, at);
            if (constant != null && constant.length > 0) {
                switch (node.operator()) {
                    case "Mul" -> slope *= constant[0];
                    case "Div" -> slope /= constant[0];
                    case "Add", "Sub" -> {
                        // Moves the range and keeps its width.
                    }
                    default -> {
                        return judged(slope, isChanged);
                    }
                }
                isChanged = true;
            } else if (!ALONGSIDE.contains(node.operator())) {
                break;
            }
            at = node.outputs().get(0);
        }
        return judged(slope, isChanged);
    }

    private static PixelRange judged(double slope, boolean isChanged) {
        double span = Math.abs(slope);
        if (isChanged && span * 255 >= LEAST_SPAN && span * 255 <= MOST_SPAN) {
            return BYTES;
        }
        return isChanged && span >= LEAST_SPAN && span <= MOST_SPAN && span != 1 ? SHARE : null;
    }

    private static float[] operand(OnnxOutline graph, OnnxOutline.Node node, String data) {
        if (node.inputs().size() != 2) {
            return null;
        }
        return graph.constant(node.inputs().get(node.inputs().get(0).equals(data) ? 1 : 0));
    }
}
