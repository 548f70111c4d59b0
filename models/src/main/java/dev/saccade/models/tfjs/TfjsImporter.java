package dev.saccade.models.tfjs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts a TensorFlow.js graph model (model.json with its shards) to ONNX, as far as its outputs need. */
public final class TfjsImporter {
    private static final long LARGEST_JSON = 64L << 20;
    private static final String INPUT = "input";

    private final Map<String, TfjsNode> nodes = new HashMap<>();
    private final Map<String, Value> values;
    private final NetworkBuilder net = new NetworkBuilder("tfjs");
    private final ImportRequest request;
    private int[] inputShape;

    private TfjsImporter(Path file, JsonNode root, ImportRequest request) throws ModelsException {
        if (!root.path("format").asText("graph-model").equals("graph-model")) {
            throw ModelsException.badInput(
                    "format '" + root.path("format").asText()
                            + "' is not a graph model; convert it with tensorflowjs_converter --output_format=tfjs_graph_model");
        }
        for (JsonNode json : root.path("modelTopology").path("node")) {
            TfjsNode node = TfjsNode.of(json);
            nodes.put(node.name(), node);
        }
        if (nodes.isEmpty()) {
            throw ModelsException.badInput("modelTopology.node is missing or empty: not a TensorFlow.js graph model");
        }
        this.values = TfjsWeights.read(file, root.path("weightsManifest"));
        this.request = request;
    }

    /**
     * Converts a model.
     *
     * @param file model.json; its shards lie beside it
     * @param request what to keep
     * @return the ONNX model; the same file and request give the same bytes
     * @throws ModelsException of kind BAD_INPUT, one line with the file, the node and what is wrong with it
     */
    public static ImportedModel read(Path file, ImportRequest request) throws ModelsException {
        try {
            if (Files.size(file) > LARGEST_JSON) {
                throw ModelsException.badInput("larger than 64 MiB, not a model.json");
            }
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            return new TfjsImporter(file, root, request).convert(root);
        } catch (JsonProcessingException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    file + ": not valid JSON at line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, file + ": cannot be read: " + e.getMessage(), e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), file + ": " + e.getMessage(), e);
        }
    }

    private ImportedModel convert(JsonNode root) throws ModelsException {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, String> output : outputs(root).entrySet()) {
            Value value = evaluate(nodeOf(output.getValue()));
            shapes.put(output.getKey(), net.output(output.getKey(), value));
        }
        if (inputShape == null) {
            throw ModelsException.badInput("no placeholder leads to the outputs " + shapes.keySet());
        }
        return new ImportedModel(net.toOnnx(), INPUT, inputShape, shapes);
    }

    private Map<String, String> outputs(JsonNode root) throws ModelsException {
        if (!request.outputs().isEmpty()) {
            return request.outputs();
        }
        JsonNode signature = root.path("signature").isMissingNode()
                ? root.path("userDefinedMetadata").path("signature")
                : root.path("signature");
        Map<String, String> outputs = new LinkedHashMap<>();
        for (JsonNode output : signature.path("outputs")) {
            String name = output.path("name").asText("");
            String plain = ImportRequest.plainName(name);
            outputs.put(outputs.containsKey(plain) ? name.replaceAll("[/:]", "_") : plain, name);
        }
        if (outputs.isEmpty()) {
            throw ModelsException.badInput("the model has no signature; name its outputs");
        }
        return outputs;
    }

    /** Depth-first without recursion: a graph may be deep, and a broken one may have a cycle. */
    private Value evaluate(String target) throws ModelsException {
        Deque<String> pending = new ArrayDeque<>();
        Set<String> open = new HashSet<>();
        pending.push(target);
        while (!pending.isEmpty()) {
            String name = pending.peek();
            List<String> missing = values.containsKey(name) ? List.of() : missingInputs(name);
            if (missing.isEmpty()) {
                pending.pop();
                open.remove(name);
                if (!values.containsKey(name)) {
                    values.put(name, convert(nodes.get(name)));
                }
                continue;
            }
            open.add(name);
            for (String input : missing) {
                if (open.contains(input)) {
                    throw ModelsException.badInput("node '" + input + "' depends on itself");
                }
                pending.push(input);
            }
        }
        return values.get(target);
    }

    private List<String> missingInputs(String name) throws ModelsException {
        TfjsNode node = nodes.get(name);
        if (node == null) {
            throw ModelsException.badInput("node '" + name + "' is not in the graph");
        }
        List<String> missing = new ArrayList<>();
        for (String input : node.inputs()) {
            if (!values.containsKey(nodeOf(input))) {
                missing.add(nodeOf(input));
            }
        }
        return missing;
    }

    private Value convert(TfjsNode node) throws ModelsException {
        try {
            if (node.op().equals("Placeholder")) {
                return placeholder(node);
            }
            if (node.op().equals("Const")) {
                throw ModelsException.badInput("its value is not among the weights");
            }
            List<Value> inputs = new ArrayList<>();
            for (String input : node.inputs()) {
                inputs.add(values.get(nodeOf(input)));
            }
            return TfjsOperators.find(node.op()).convert(node, inputs, net);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), "node '" + node.name() + "' (" + node.op() + "): " + e.getMessage(), e);
        }
    }

    private Value placeholder(TfjsNode node) throws ModelsException {
        if (inputShape != null) {
            throw ModelsException.badInput("a second input; models with one image input are supported");
        }
        int[] shape = node.shape();
        if (shape.length != 4) {
            throw ModelsException.badInput("the input is not an image: it has " + shape.length + " axes");
        }
        shape[0] = 1;
        if (request.inputSize().size() == 2) {
            shape[1] = request.inputSize().get(1);
            shape[2] = request.inputSize().get(0);
        }
        if (shape[1] < 1 || shape[2] < 1) {
            throw ModelsException.badInput("the graph leaves the image size open; give the input size");
        }
        Value.Computed input = net.input(INPUT, shape);
        inputShape = new int[] {1, shape[3], shape[1], shape[2]};
        return input;
    }

    /** "name:0" means the node's first output; others are not converted. */
    private static String nodeOf(String tensor) throws ModelsException {
        int colon = tensor.lastIndexOf(':');
        if (colon < 0) {
            return tensor;
        }
        if (!tensor.endsWith(":0")) {
            throw ModelsException.badInput("'" + tensor + "' is a second output, which is not supported");
        }
        return tensor.substring(0, colon);
    }
}
