package dev.saccade.models.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.tfjs.TfjsImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Writes small TensorFlow.js graph models. The last node is the output. */
final class TfjsFixture {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode root = JSON.createObjectNode().put("format", "graph-model");
    private final ArrayNode nodes = root.putObject("modelTopology").putArray("node");
    private final ArrayNode weights;
    private final ByteArrayOutputStream shard = new ByteArrayOutputStream();
    private String last = "x";

    TfjsFixture(int... inputShape) {
        ObjectNode group = root.putArray("weightsManifest").addObject();
        group.putArray("paths").add("shard.bin");
        weights = group.putArray("weights");
        ObjectNode input = nodes.addObject().put("name", "x").put("op", "Placeholder");
        ArrayNode dims =
                input.putObject("attr").putObject("shape").putObject("shape").putArray("dim");
        for (int size : inputShape) {
            dims.addObject().put("size", Integer.toString(size));
        }
    }

    TfjsFixture floats(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return weight(name, "float32", bytes.array(), shape);
    }

    TfjsFixture integers(String name, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return weight(name, "int32", bytes.array(), values.length);
    }

    /** Bytes already in the stored form. */
    TfjsFixture stored(String name, Map<String, Object> quantization, byte[] bytes, int... shape) {
        weight(name, "float32", bytes, shape);
        ((ObjectNode) weights.get(weights.size() - 1)).set("quantization", JSON.valueToTree(quantization));
        return this;
    }

    private TfjsFixture weight(String name, String type, byte[] bytes, int... shape) {
        ObjectNode weight = weights.addObject().put("name", name).put("dtype", type);
        ArrayNode sizes = weight.putArray("shape");
        for (int size : shape) {
            sizes.add(size);
        }
        shard.writeBytes(bytes);
        nodes.addObject().put("name", name).put("op", "Const");
        return this;
    }

    TfjsFixture node(String op, String name, String... inputs) {
        ObjectNode node = nodes.addObject().put("name", name).put("op", op);
        ArrayNode list = node.putArray("input");
        for (String input : inputs) {
            list.add(input);
        }
        node.putObject("attr");
        last = name;
        return this;
    }

    TfjsFixture list(String key, int... values) {
        ArrayNode list = attributes().putObject(key).putObject("list").putArray("i");
        for (int value : values) {
            list.add(Integer.toString(value));
        }
        return this;
    }

    TfjsFixture texts(String key, String... values) {
        ArrayNode list = attributes().putObject(key).putObject("list").putArray("s");
        for (String value : values) {
            list.add(base64(value));
        }
        return this;
    }

    TfjsFixture text(String key, String value) {
        attributes().putObject(key).put("s", base64(value));
        return this;
    }

    TfjsFixture flag(String key, boolean value) {
        attributes().putObject(key).put("b", value);
        return this;
    }

    private ObjectNode attributes() {
        return (ObjectNode) nodes.get(nodes.size() - 1).get("attr");
    }

    private static String base64(String value) {
        return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    Path write(Path directory) throws IOException {
        Files.write(directory.resolve("shard.bin"), shard.toByteArray());
        return Files.write(directory.resolve("model.json"), JSON.writeValueAsBytes(root));
    }

    ImportedModel read(Path directory, Integer... size) throws IOException, ModelsException {
        return TfjsImporter.read(write(directory), new ImportRequest(java.util.List.of(size), Map.of("y", last)));
    }
}
