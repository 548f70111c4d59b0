package dev.saccade.internal.onnx;

import dev.saccade.internal.onnx.WireReader.MalformedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an ONNX file declares (onnx.proto): inputs, outputs, element types of its weights, quantisation, operators that
 * only a plugin knows. The file is checked first, and weights are stepped over, not read.
 */
public final class OnnxSummary {
    /** ONNX's own domain under both of its names. */
    private static final Set<String> STANDARD = Set.of("", "ai.onnx");

    private final List<OnnxPort> declaredInputs = new ArrayList<>();
    private final List<OnnxPort> outputs = new ArrayList<>();
    private final Set<String> weights = new HashSet<>();
    private final Map<String, Long> values = new TreeMap<>();
    private final Set<String> plugins = new TreeSet<>();
    private int quantisers;

    private OnnxSummary() {}

    /**
     * Reads a file.
     *
     * @throws IOException as {@link OnnxFile#check(Path)}
     */
    public static OnnxSummary read(Path file) throws IOException {
        OnnxSummary graph = new OnnxSummary();
        WireReader model = new WireReader(OnnxFile.map(file));
        try {
            while (model.next()) {
                if (model.is(7, WireReader.LENGTH)) {
                    graph.graph(model.message(), 0);
                }
            }
        } catch (MalformedException e) {
            throw new IOException(file + ": not a whole ONNX file (byte " + e.at() + "); fetch or export it again", e);
        }
        return graph;
    }

    /** Inputs that a caller feeds, in the graph's order: older files list the weights among them, too. */
    public List<OnnxPort> inputs() {
        return declaredInputs.stream().filter(p -> !weights.contains(p.name())).toList();
    }

    /** Outputs in the graph's order. */
    public List<OnnxPort> outputs() {
        return List.copyOf(outputs);
    }

    /** Operators outside the ONNX standard, with the plugin version that they ask for, sorted. */
    public List<String> plugins() {
        return List.copyOf(plugins);
    }

    /**
     * Element types of the weights, by share of the values where there are several, and quantisation: {@code fp32},
     * {@code fp16 97.3 %, fp32 2.7 %}, {@code fp32, 52 Q/DQ}.
     */
    public String precision() {
        long all = values.values().stream().mapToLong(Long::longValue).sum();
        List<Map.Entry<String, Long>> types = new ArrayList<>(values.entrySet());
        types.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Long> type : types) {
            text.append(text.isEmpty() ? "" : ", ").append(type.getKey());
            if (types.size() > 1) {
                long tenths = Math.round(1000.0 * type.getValue() / all);
                text.append(' ')
                        .append(tenths / 10)
                        .append('.')
                        .append(tenths % 10)
                        .append(" %");
            }
        }
        if (text.isEmpty()) {
            text.append("no weights");
        }
        return quantisers == 0 ? text.toString() : text + ", " + quantisers + " Q/DQ";
    }

    private void graph(WireReader graph, int depth) throws MalformedException {
        while (graph.next()) {
            if (graph.is(1, WireReader.LENGTH)) {
                node(graph.message(), depth);
            } else if (graph.is(5, WireReader.LENGTH)) {
                String name = tensor(graph.message());
                if (depth == 0) {
                    weights.add(name);
                }
            } else if (depth == 0 && graph.is(11, WireReader.LENGTH)) {
                declaredInputs.add(port(graph.message()));
            } else if (depth == 0 && graph.is(12, WireReader.LENGTH)) {
                outputs.add(port(graph.message()));
            }
        }
    }

    private void node(WireReader node, int depth) throws MalformedException {
        String operator = "";
        String domain = "";
        String version = "1";
        while (node.next()) {
            if (node.is(4, WireReader.LENGTH)) {
                operator = node.text();
            } else if (node.is(7, WireReader.LENGTH)) {
                domain = node.text();
            } else if (node.is(5, WireReader.LENGTH)) {
                version = attribute(node.message(), depth, version);
            }
        }
        if (operator.equals("QuantizeLinear") || operator.equals("DequantizeLinear")) {
            quantisers++;
        }
        if (!STANDARD.contains(domain)) {
            plugins.add(domain + ":" + operator + " " + version);
        }
    }

    /** Reads the tensors and graphs of an attribute; returns its text when it names a plugin's version. */
    private String attribute(WireReader attribute, int depth, String version) throws MalformedException {
        String name = "";
        String text = "";
        while (attribute.next()) {
            if (attribute.is(1, WireReader.LENGTH)) {
                name = attribute.text();
            } else if (attribute.is(4, WireReader.LENGTH)) {
                text = attribute.text();
            } else if (attribute.is(5, WireReader.LENGTH) || attribute.is(10, WireReader.LENGTH)) {
                tensor(attribute.message());
            } else if (attribute.is(6, WireReader.LENGTH) || attribute.is(11, WireReader.LENGTH)) {
                graph(attribute.message(), depth + 1);
            }
        }
        return name.equals("plugin_version") ? text : version;
    }

    /** Counts a tensor's values by type; returns its name. */
    private String tensor(WireReader tensor) throws MalformedException {
        String name = "";
        long count = 1;
        int type = 0;
        while (tensor.next()) {
            if (tensor.is(1, WireReader.VARINT)) {
                count *= tensor.value();
            } else if (tensor.is(1, WireReader.LENGTH)) {
                WireReader packed = tensor.message();
                while (packed.hasPacked()) {
                    count *= packed.packed();
                }
            } else if (tensor.is(2, WireReader.VARINT)) {
                type = (int) tensor.value();
            } else if (tensor.is(8, WireReader.LENGTH)) {
                name = tensor.text();
            }
        }
        if (ElementType.isArithmetic(type) && count > 0) {
            values.merge(ElementType.precision(type), count, Long::sum);
        }
        return name;
    }

    private static OnnxPort port(WireReader value) throws MalformedException {
        String name = "";
        int type = 0;
        long[] shape = null;
        while (value.next()) {
            if (value.is(1, WireReader.LENGTH)) {
                name = value.text();
            } else if (value.is(2, WireReader.LENGTH)) {
                WireReader any = value.message();
                while (any.next()) {
                    if (any.is(1, WireReader.LENGTH)) {
                        WireReader tensor = any.message();
                        while (tensor.next()) {
                            if (tensor.is(1, WireReader.VARINT)) {
                                type = (int) tensor.value();
                            } else if (tensor.is(2, WireReader.LENGTH)) {
                                shape = shape(tensor.message());
                            }
                        }
                    }
                }
            }
        }
        return new OnnxPort(name, ElementType.tensor(type), ElementType.precision(type), shape);
    }

    private static long[] shape(WireReader shape) throws MalformedException {
        List<Long> dims = new ArrayList<>();
        while (shape.next()) {
            if (shape.is(1, WireReader.LENGTH)) {
                WireReader dim = shape.message();
                long size = -1;
                while (dim.next()) {
                    if (dim.is(1, WireReader.VARINT)) {
                        size = dim.value();
                    }
                }
                dims.add(size);
            }
        }
        return dims.stream().mapToLong(Long::longValue).toArray();
    }
}
