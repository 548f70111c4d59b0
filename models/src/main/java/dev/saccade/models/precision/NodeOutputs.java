package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A network whose inner tensors can be made outputs, to see what lies between its layers. Immutable. */
public final class NodeOutputs {
    private final Path file;
    private final byte[] bytes;
    private final List<NodeOutput> nodes;

    private NodeOutputs(Path file, byte[] bytes, List<NodeOutput> nodes) {
        this.file = file;
        this.bytes = bytes;
        this.nodes = List.copyOf(nodes);
    }

    /**
     * A node's first output.
     *
     * @param node its name, or the tensor's where it has none
     * @param operator ONNX type
     * @param tensor name of the output
     */
    public record NodeOutput(String node, String operator, String tensor) {}

    /**
     * Reads a network.
     *
     * @param onnx file of opset 11 or newer, its weights inside
     * @return its nodes
     * @throws ModelsException of kind BAD_INPUT when it is refused, STORAGE when it cannot be read
     */
    public static NodeOutputs of(Path onnx) throws ModelsException {
        try {
            byte[] bytes = OnnxBytes.read(onnx);
            OnnxModel model = OnnxModel.parse(bytes);
            ElementTypes types = ElementTypes.of(model);
            List<NodeOutput> nodes = new ArrayList<>();
            for (GraphNode node : model.nodes()) {
                int type = types.of(node.output(0));
                if (type == Onnx.FLOAT || type == Onnx.FLOAT16) {
                    nodes.add(new NodeOutput(node.label(), node.type(), node.output(0)));
                }
            }
            return new NodeOutputs(onnx, bytes, nodes);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, onnx + " is damaged (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.STORAGE, onnx + " cannot be read: " + e, e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), onnx + ": " + e.getMessage(), e);
        }
    }

    /** @return nodes whose first output is known to be floats or halves, in the file's order, which is topological */
    public List<NodeOutput> nodes() {
        return nodes;
    }

    /**
     * The network with more outputs.
     *
     * @param tensors names of {@link NodeOutput#tensor()}
     * @return an ONNX file; its own outputs come first
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] exposing(Collection<String> tensors) throws ModelsException {
        return exposing(file, bytes, tensors);
    }

    /** @param file what messages name */
    static byte[] exposing(Path file, byte[] bytes, Collection<String> tensors) throws ModelsException {
        try {
            OnnxModel model = OnnxModel.parse(bytes);
            ElementTypes types = ElementTypes.of(model);
            Set<String> there = new HashSet<>();
            for (Message output : model.outputs()) {
                there.add(output.text(Onnx.FIRST));
            }
            for (String tensor : tensors) {
                if (there.add(tensor)) {
                    // Without a shape: whoever runs the graph infers it.
                    Message type = new Message().set(Onnx.FIRST, new Message().set(Onnx.FIRST, types.of(tensor)));
                    model.outputs().add(new Message().set(Onnx.FIRST, tensor).set(Onnx.SECOND, type));
                }
            }
            return model.toBytes();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, file + " is damaged (" + e.getMessage() + ")", e);
        }
    }
}
