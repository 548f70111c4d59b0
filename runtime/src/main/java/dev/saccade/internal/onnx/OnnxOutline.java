package dev.saccade.internal.onnx;

import dev.saccade.internal.onnx.WireReader.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The course of a checked ONNX file's main graph: its nodes, its small constants, and what it says about its origin.
 * Graphs inside of nodes are stepped over.
 */
public final class OnnxOutline {
    /** More values than this are weights, not the constants of a formula. */
    private static final int MOST_VALUES = 4;

    private static final int FLOAT = 1;
    private static final int HALF = 10;

    /**
     * A call of an operator.
     *
     * @param operator without its domain
     * @param inputs tensor names; empty where an optional one is left out
     * @param outputs tensor names
     */
    public record Node(String operator, List<String> inputs, List<String> outputs) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, float[]> constants = new HashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Node> makers = new HashMap<>();
    private String producer = "";
    private long opset;

    private OnnxOutline() {}

    /**
     * Reads a file.
     *
     * @throws IOException as {@link OnnxFile#check(Path)}
     */
    public static OnnxOutline read(Path file) throws IOException {
        ByteBuffer bytes = OnnxFile.map(file);
        OnnxOutline outline = new OnnxOutline();
        try {
            outline.model(new WireReader(bytes));
        } catch (MalformedException e) {
            throw new IOException(file + ": not a whole ONNX file (byte " + e.at() + "); export it again", e);
        }
        outline.nodes.forEach(n -> n.outputs().forEach(o -> outline.makers.putIfAbsent(o, n)));
        return outline;
    }

    /** In the file's order, which is that of computing. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The node that makes a tensor; null for an input or a constant of the file. */
    public Node maker(String tensor) {
        return makers.get(tensor);
    }

    /** The nodes that read a tensor. */
    public List<Node> readers(String tensor) {
        return nodes.stream().filter(n -> n.inputs().contains(tensor)).toList();
    }

    /** Values of a constant of at most four floats; null for anything else. */
    public float[] constant(String tensor) {
        return constants.get(tensor);
    }

    /** metadata_props, in the file's order. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Program and version that wrote the file; may be empty. */
    public String producer() {
        return producer;
    }

    /** Version of ONNX's own operators; 0 when the file does not tell. */
    public long opset() {
        return opset;
    }

    private void model(WireReader model) throws MalformedException {
        while (model.next()) {
            if (model.is(2, WireReader.LENGTH)) {
                producer = (model.text() + " " + producer).strip();
            } else if (model.is(3, WireReader.LENGTH)) {
                producer = (producer + " " + model.text()).strip();
            } else if (model.is(7, WireReader.LENGTH)) {
                graph(model.message());
            } else if (model.is(8, WireReader.LENGTH)) {
                operators(model.message());
            } else if (model.is(14, WireReader.LENGTH)) {
                entry(model.message());
            }
        }
    }

    private void operators(WireReader set) throws MalformedException {
        String domain = "";
        long version = 0;
        while (set.next()) {
            if (set.is(1, WireReader.LENGTH)) {
                domain = set.text();
            } else if (set.is(2, WireReader.VARINT)) {
                version = set.value();
            }
        }
        if (domain.isEmpty() || domain.equals("ai.onnx")) {
            opset = version;
        }
    }

    private void entry(WireReader entry) throws MalformedException {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.is(1, WireReader.LENGTH)) {
                key = entry.text();
            } else if (entry.is(2, WireReader.LENGTH)) {
                value = entry.text();
            }
        }
        metadata.put(key, value);
    }

    private void graph(WireReader graph) throws MalformedException {
        while (graph.next()) {
            if (graph.is(1, WireReader.LENGTH)) {
                node(graph.message());
            } else if (graph.is(5, WireReader.LENGTH)) {
                constant(graph.message(), null);
            }
        }
    }

    private void node(WireReader node) throws MalformedException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<WireReader> attributes = new ArrayList<>();
        String operator = "";
        while (node.next()) {
            if (node.is(1, WireReader.LENGTH)) {
                inputs.add(node.text());
            } else if (node.is(2, WireReader.LENGTH)) {
                outputs.add(node.text());
            } else if (node.is(4, WireReader.LENGTH)) {
                operator = node.text();
            } else if (node.is(5, WireReader.LENGTH)) {
                attributes.add(node.message());
            }
        }
        if (operator.equals("Constant") && outputs.size() == 1) {
            for (WireReader attribute : attributes) {
                while (attribute.next()) {
                    if (attribute.is(5, WireReader.LENGTH)) {
                        constant(attribute.message(), outputs.get(0));
                    }
                }
            }
        }
        nodes.add(new Node(operator, inputs, outputs));
    }

    private void constant(WireReader tensor, String named) throws MalformedException {
        String name = named;
        int type = 0;
        ByteBuffer raw = null;
        while (tensor.next()) {
            if (tensor.is(2, WireReader.VARINT)) {
                type = (int) tensor.value();
            } else if (named == null && tensor.is(8, WireReader.LENGTH)) {
                name = tensor.text();
            } else if (tensor.is(9, WireReader.LENGTH) || tensor.is(4, WireReader.LENGTH)) {
                raw = tensor.bytes();
            }
        }
        int bytes = type == FLOAT ? Float.BYTES : type == HALF ? Short.BYTES : 0;
        if (name == null || raw == null || bytes == 0 || raw.remaining() > MOST_VALUES * bytes) {
            return;
        }
        float[] values = new float[raw.remaining() / bytes];
        for (int i = 0; i < values.length; i++) {
            values[i] = type == FLOAT ? raw.getFloat() : half(raw.getShort());
        }
        constants.put(name, values);
    }

    /** The value of an IEEE 754 half; subnormal ones count as 0, since no formula here needs them. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int magnitude = exponent == 0 ? 0 : ((exponent + 112) << 23) | ((bits & 0x3ff) << 13);
        return Float.intBitsToFloat(((bits & 0x8000) << 16) | magnitude);
    }
}
