package dev.saccade.models.proposal;

import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.models.ModelsException;
import dev.saccade.tensor.TensorType;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in the group {@code input} from the shape and type of the graph's input. */
final class InputKeys {
    private static final int RANK = 4;
    private static final Pattern SIZE = Pattern.compile("\\[?\\s*(\\d{1,5})\\s*[x, ]\\s*(\\d{1,5})\\s*]?");

    private final OnnxPort port;
    private final Exporter exporter;
    private final Keys keys;

    InputKeys(OnnxSummary graph, Exporter exporter, Keys keys) throws ModelsException {
        this.exporter = exporter;
        this.keys = keys;
        port = image(graph.inputs());
    }

    String tensor() {
        return port.name();
    }

    /** Fills in what the shape tells; asks for the rest. */
    void fill() throws ModelsException {
        long[] shape = port.shape();
        if (shape[0] > 1) {
            throw refused("takes " + shape[0] + " pictures at once; export it with batch 1 or an open batch");
        }
        keys.know("input.tensor", port.name(), "the graph's input " + port);
        String layout = layout(shape);
        if (layout == null) {
            return;
        }
        boolean isPlanes = layout.equals("NCHW");
        long channels = shape[isPlanes ? 1 : 3];
        size(shape[isPlanes ? 3 : 2], shape[isPlanes ? 2 : 1]);
        keys.know("input.type", type(), "the input's element type");
        if (channels == 1) {
            keys.know("input.colour", "GRAY", "one channel");
        } else if (channels == RANK) {
            keys.assume("input.alpha", "1", "a fourth channel; usually a constant");
        }
    }

    private static OnnxPort image(List<OnnxPort> inputs) throws ModelsException {
        List<OnnxPort> images = inputs.stream()
                .filter(p -> p.shape() != null && p.shape().length == RANK)
                .toList();
        if (inputs.size() == 1 && images.size() == 1) {
            return images.get(0);
        }
        String what = inputs.isEmpty() ? "no input" : inputs.size() == 1 ? "the input " : "the inputs ";
        throw ModelsException.badInput(
                "has " + what + (inputs.isEmpty() ? "" : inputs)
                        + "; a package's graph takes one picture, a tensor of four dimensions: export it so, the rest as constants");
    }

    private String layout(long[] shape) throws ModelsException {
        boolean planes = isChannels(shape[1]);
        boolean pixels = isChannels(shape[3]);
        if (planes != pixels) {
            String layout = planes ? "NCHW" : "NHWC";
            long channels = shape[planes ? 1 : 3];
            keys.know(
                    "input.layout",
                    layout,
                    channels + (channels == 1 ? " channel" : " channels") + " at axis " + (planes ? 1 : 3));
            return keys.value("input.layout");
        }
        if (!planes && shape[1] >= 0 && shape[3] >= 0) {
            throw refused("has neither 1, 3 nor 4 channels at axis 1 or 3; it does not take a picture");
        }
        return keys.take("input.layout", "the axis order of the input " + port + ": NCHW or NHWC");
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3 || size == RANK;
    }

    private void size(long width, long height) throws ModelsException {
        if (width > 0 && height > 0) {
            keys.know("input.size", "[" + width + ", " + height + "]", "width and height of the input's shape");
        } else if (exporter.size() != null) {
            keys.know("input.size", exporter.size(), "imgsz of the file's metadata; the shape is open");
        } else {
            keys.take("input.size", "width and height in pixels, which the shape leaves open: 640x480");
        }
        String size = keys.value("input.size");
        if (size != null) {
            Matcher sides = SIZE.matcher(size);
            if (!sides.matches()) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, "input.size: " + size + ": not a size; write WIDTHxHEIGHT");
            }
            Choice choice = keys.choices().get("input.size");
            keys.choices()
                    .put(
                            "input.size",
                            new Choice("[" + sides.group(1) + ", " + sides.group(2) + "]", choice.reason(), true));
        }
    }

    private String type() throws ModelsException {
        if (port.type() == TensorType.FLOAT32) {
            return "fp32";
        }
        if (port.type() == TensorType.FLOAT16) {
            return "fp16";
        }
        if (port.type() == TensorType.UINT8) {
            return "uint8";
        }
        throw refused("is " + port.typeName() + "; an input is fp32, fp16 or uint8: add a Cast to the graph");
    }

    private ModelsException refused(String why) {
        return ModelsException.badInput("its input " + port + " " + why);
    }
}
