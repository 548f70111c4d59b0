package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Raises a graph of opset 11 or 12 to 13, the first whose DequantizeLinear has a scale for each channel. Between them, of
 * the operators in use, axes and sizes moved from attributes to inputs, and the Softmax family and Dropout changed what
 * they mean; those are refused (ONNX's Changelog, versions 12 and 13).
 */
final class Opset13 {
    static final int VERSION = 13;

    /** The first that may hold opset 13, and the first that need not list constants among the inputs. */
    private static final int IR_VERSION = 7;

    private static final Map<String, String> MOVED =
            Map.of("Squeeze", "axes", "Unsqueeze", "axes", "ReduceSum", "axes", "Split", "split");

    private static final Set<String> CHANGED = Set.of("Softmax", "LogSoftmax", "Hardmax", "Dropout");

    private Opset13() {}

    /** Changes the model in place; one of opset 13 or newer stays as it is. */
    static void raise(OnnxModel model) throws InvalidProtocolBufferException, ModelsException {
        long opset = model.opset();
        if (opset >= VERSION) {
            return;
        }
        for (GraphNode node : model.nodes()) {
            if (!node.domain().isEmpty()) {
                continue;
            }
            if (CHANGED.contains(node.type()) || !node.subgraphs().isEmpty()) {
                throw ModelsException.badInput("is of opset " + opset + ", INT8 needs 13, and " + node.type() + " '"
                        + node.label()
                        + "' changed its meaning in between; export it with opset 13 or newer, or convert"
                        + " it with onnx.version_converter");
            }
            String moved = MOVED.get(node.type());
            Message attribute = moved == null ? null : node.attribute(moved);
            if (attribute != null) {
                move(model, node, moved, attribute.numbers(Onnx.ATTRIBUTE_INTS));
            }
        }
        model.setOpset(VERSION, IR_VERSION);
    }

    private static void move(OnnxModel model, GraphNode node, String attribute, List<Long> values)
            throws InvalidProtocolBufferException {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putLong);
        String name = node.output(0) + "/" + attribute;
        model.initializers()
                .put(
                        name,
                        new Message()
                                .set(Onnx.TENSOR_DIMENSIONS, values.size())
                                .set(Onnx.TENSOR_TYPE, Onnx.INT64)
                                .set(Onnx.TENSOR_NAME, name)
                                .set(Onnx.TENSOR_RAW, ByteString.copyFrom(bytes.flip())));
        node.removeAttribute(attribute);
        node.inputs().add(name);
    }
}
