package dev.saccade.models.onnx;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Writes a graph as an ONNX file: onnx.proto, IR version 8, opset 17 of the default domain. The same graph gives the
 * same bytes. Field numbers are those of onnx.proto.
 */
public final class OnnxWriter {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRING = 3;
    private static final int ATTRIBUTE_INTS = 7;

    private OnnxWriter() {}

    /**
     * Serialises a graph.
     *
     * @param graph with at least one output
     * @return the bytes of the .onnx file
     */
    public static byte[] write(OnnxGraph graph) {
        return message(model -> {
            model.writeInt64(1, IR_VERSION);
            model.writeString(2, "saccade");
            model.writeByteArray(7, graph(graph));
            model.writeByteArray(8, message(opset -> {
                opset.writeString(1, "");
                opset.writeInt64(2, OPSET);
            }));
        });
    }

    private static byte[] graph(OnnxGraph graph) {
        return message(out -> {
            for (OnnxGraph.Node node : graph.nodes()) {
                out.writeByteArray(1, node(node));
            }
            out.writeString(2, graph.name());
            for (OnnxGraph.Initializer initializer : graph.initializers()) {
                out.writeByteArray(5, tensor(initializer));
            }
            ports(out, 11, graph.inputs());
            ports(out, 12, graph.outputs());
        });
    }

    private static byte[] node(OnnxGraph.Node node) {
        return message(out -> {
            for (String input : node.inputs()) {
                out.writeString(1, input);
            }
            out.writeString(2, node.output());
            out.writeString(3, node.output());
            out.writeString(4, node.type());
            for (OnnxAttribute attribute : node.attributes()) {
                out.writeByteArray(5, attribute(attribute));
            }
        });
    }

    private static byte[] attribute(OnnxAttribute attribute) {
        return message(out -> {
            out.writeString(1, attribute.name());
            if (attribute instanceof OnnxAttribute.Int i) {
                out.writeInt64(3, i.value());
                out.writeInt32(20, ATTRIBUTE_INT);
            } else if (attribute instanceof OnnxAttribute.Text text) {
                out.writeString(4, text.value());
                out.writeInt32(20, ATTRIBUTE_STRING);
            } else if (attribute instanceof OnnxAttribute.Ints ints) {
                for (long value : ints.values()) {
                    out.writeInt64(8, value);
                }
                out.writeInt32(20, ATTRIBUTE_INTS);
            }
        });
    }

    private static byte[] tensor(OnnxGraph.Initializer tensor) {
        return message(out -> {
            for (int size : tensor.shape()) {
                out.writeInt64(1, size);
            }
            out.writeInt32(2, tensor.elementType());
            out.writeString(8, tensor.name());
            out.writeByteArray(9, tensor.data());
        });
    }

    private static void ports(CodedOutputStream out, int field, List<OnnxGraph.Port> ports) throws IOException {
        for (OnnxGraph.Port port : ports) {
            byte[] shape = message(dimensions -> {
                for (int size : port.shape()) {
                    dimensions.writeByteArray(1, message(dimension -> dimension.writeInt64(1, size)));
                }
            });
            byte[] tensorType = message(type -> {
                type.writeInt32(1, OnnxGraph.FLOAT);
                type.writeByteArray(2, shape);
            });
            out.writeByteArray(field, message(info -> {
                info.writeString(1, port.name());
                info.writeByteArray(2, message(type -> type.writeByteArray(1, tensorType)));
            }));
        }
    }

    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            fields.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError("a byte array refused bytes", e);
        }
        return bytes.toByteArray();
    }
}
