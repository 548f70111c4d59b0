package dev.saccade.internal.onnx;

import dev.saccade.internal.onnx.WireReader.MalformedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of an ONNX graph as a JSON document in the form that TensorRT's inspector gives, so that one reader does. */
public final class OnnxLayers {
    private static final String UNKNOWN = "unknown";

    private final Map<String, String> types = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private record Node(String name, String operator, List<String> inputs, List<String> outputs) {}

    private OnnxLayers() {}

    /**
     * Reads a file's top graph.
     *
     * @return {@code {"Layers": [{"Name", "LayerType", "Precision", "Inputs": [{"Name", "Format/Datatype"}], "Outputs"}]}}
     * @throws IOException when it is unreadable or not a whole ONNX file; the message is one line with the remedy
     */
    public static String json(Path file) throws IOException {
        OnnxLayers layers = new OnnxLayers();
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0 || channel.size() > Integer.MAX_VALUE) {
                throw new IOException(file + ": not a whole ONNX file; fetch or export it again");
            }
            WireReader model = new WireReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            while (model.next()) {
                if (model.is(7, WireReader.LENGTH)) {
                    layers.graph(model.message());
                }
            }
        } catch (MalformedException e) {
            throw new IOException(file + ": not a whole ONNX file; fetch or export it again", e);
        }
        return layers.json();
    }

    private void graph(WireReader graph) throws MalformedException {
        while (graph.next()) {
            if (graph.is(1, WireReader.LENGTH)) {
                nodes.add(node(graph.message()));
            } else if (graph.is(5, WireReader.LENGTH)) {
                weight(graph.message());
            } else if (graph.is(11, WireReader.LENGTH)
                    || graph.is(12, WireReader.LENGTH)
                    || graph.is(13, WireReader.LENGTH)) {
                value(graph.message());
            }
        }
    }

    private static Node node(WireReader node) throws MalformedException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String name = "";
        String operator = "";
        String domain = "";
        while (node.next()) {
            if (node.is(1, WireReader.LENGTH)) {
                inputs.add(node.text());
            } else if (node.is(2, WireReader.LENGTH)) {
                outputs.add(node.text());
            } else if (node.is(3, WireReader.LENGTH)) {
                name = node.text();
            } else if (node.is(4, WireReader.LENGTH)) {
                operator = node.text();
            } else if (node.is(7, WireReader.LENGTH)) {
                domain = node.text();
            }
        }
        String type = domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator;
        String known = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
        return new Node(known, type, inputs, outputs);
    }

    private void weight(WireReader tensor) throws MalformedException {
        String name = "";
        int type = 0;
        while (tensor.next()) {
            if (tensor.is(2, WireReader.VARINT)) {
                type = (int) tensor.value();
            } else if (tensor.is(8, WireReader.LENGTH)) {
                name = tensor.text();
            }
        }
        types.put(name, ElementType.word(type));
    }

    private void value(WireReader value) throws MalformedException {
        String name = "";
        int type = 0;
        while (value.next()) {
            if (value.is(1, WireReader.LENGTH)) {
                name = value.text();
            } else if (value.is(2, WireReader.LENGTH)) {
                WireReader any = value.message();
                while (any.next()) {
                    if (any.is(1, WireReader.LENGTH)) {
                        WireReader tensor = any.message();
                        while (tensor.next()) {
                            type = tensor.is(1, WireReader.VARINT) ? (int) tensor.value() : type;
                        }
                    }
                }
            }
        }
        types.put(name, ElementType.word(type));
    }

    private String json() {
        StringBuilder json = new StringBuilder("{\"Layers\": [");
        String separator = "\n";
        for (Node node : nodes) {
            json.append(separator).append("{\"Name\": ");
            text(json, node.name);
            json.append(", \"LayerType\": ");
            text(json, node.operator);
            json.append(", \"Precision\": ");
            text(json, precision(node));
            tensors(json, "Inputs", node.inputs);
            tensors(json, "Outputs", node.outputs);
            json.append('}');
            separator = ",\n";
        }
        return json.append("]}\n").toString();
    }

    /** The type of the first result; where the graph leaves it out, as after ONNX Runtime's reordering, the operand's. */
    private String precision(Node node) {
        for (List<String> side : List.of(node.outputs, node.inputs)) {
            for (String tensor : side) {
                String type = types.getOrDefault(tensor, UNKNOWN);
                if (!type.equals(UNKNOWN)) {
                    node.outputs.forEach(output -> types.putIfAbsent(output, type));
                    return type;
                }
            }
        }
        return UNKNOWN;
    }

    private void tensors(StringBuilder json, String side, List<String> names) {
        json.append(", \"").append(side).append("\": [");
        String separator = "";
        for (String name : names) {
            json.append(separator).append("{\"Name\": ");
            text(json, name);
            json.append(", \"Format/Datatype\": ");
            text(json, types.getOrDefault(name, UNKNOWN));
            json.append('}');
            separator = ", ";
        }
        json.append(']');
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
