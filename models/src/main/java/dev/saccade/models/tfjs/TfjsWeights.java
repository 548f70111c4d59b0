package dev.saccade.models.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.HalfFloat;
import dev.saccade.models.onnx.Shapes;
import dev.saccade.models.onnx.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads the constants of a TensorFlow.js model from its shards. */
final class TfjsWeights {
    private static final long LARGEST_SHARD = 1L << 30;

    private TfjsWeights() {}

    static Map<String, Value> read(Path model, JsonNode manifest) throws ModelsException {
        Map<String, Value> weights = new HashMap<>();
        for (JsonNode group : manifest) {
            ByteBuffer data = ByteBuffer.wrap(shards(model, group)).order(ByteOrder.LITTLE_ENDIAN);
            for (JsonNode weight : group.path("weights")) {
                String name = weight.path("name").asText("");
                try {
                    weights.put(name, read(weight, data));
                } catch (ModelsException e) {
                    throw new ModelsException(e.kind(), "weight '" + name + "': " + e.getMessage(), e);
                }
            }
            if (data.hasRemaining()) {
                throw ModelsException.badInput("the shards hold " + data.remaining()
                        + " bytes more than the manifest lists; a shard belongs to another model");
            }
        }
        return weights;
    }

    private static byte[] shards(Path model, JsonNode group) throws ModelsException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode path : group.path("paths")) {
            String shard = path.asText();
            if (!shard.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
                throw ModelsException.badInput("shard '" + shard + "' is not a plain file name beside the model");
            }
            Path file = model.resolveSibling(shard);
            try {
                if (Files.size(file) > LARGEST_SHARD) {
                    throw ModelsException.badInput("shard " + shard + " is larger than 1 GiB");
                }
                bytes.write(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new ModelsException(
                        ModelsException.Kind.BAD_INPUT,
                        "shard " + shard + " cannot be read; put it beside " + model.getFileName(),
                        e);
            }
        }
        return bytes.toByteArray();
    }

    private static Value read(JsonNode weight, ByteBuffer data) throws ModelsException {
        JsonNode dims = weight.path("shape");
        int[] shape = new int[dims.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dims.get(i).asInt(-1);
        }
        int count = Shapes.elements(shape);
        String type = weight.path("dtype").asText("");
        JsonNode quantization = weight.path("quantization");
        String stored = quantization.path("dtype").asText(type);
        int bytes =
                switch (stored) {
                    case "float32", "int32" -> 4;
                    case "float16", "uint16" -> 2;
                    case "uint8" -> 1;
                    default -> throw ModelsException.badInput("values stored as '" + stored + "' are not supported");
                };
        if ((long) count * bytes > data.remaining()) {
            throw ModelsException.badInput("needs " + (long) count * bytes + " bytes, the shards have "
                    + data.remaining() + " left; a shard is truncated");
        }
        if (type.equals("int32") && stored.equals("int32")) {
            int[] values = new int[count];
            for (int i = 0; i < count; i++) {
                values[i] = data.getInt();
            }
            return new Value.Integers(values, shape);
        }
        if (!type.equals("float32") || stored.equals("int32")) {
            throw ModelsException.badInput("type '" + type + "' stored as '" + stored + "' is not supported");
        }
        float[] values = new float[count];
        double scale = quantization.path("scale").asDouble(1);
        double least = quantization.path("min").asDouble(0);
        for (int i = 0; i < count; i++) {
            values[i] = switch (stored) {
                case "float32" -> data.getFloat();
                case "float16" -> HalfFloat.toFloat(data.getShort());
                case "uint16" -> (float) (Short.toUnsignedInt(data.getShort()) * scale + least);
                default -> (float) (Byte.toUnsignedInt(data.get()) * scale + least);
            };
        }
        return new Value.Weights(values, shape);
    }
}
