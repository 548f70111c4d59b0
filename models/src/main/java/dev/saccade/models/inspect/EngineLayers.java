package dev.saccade.models.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.saccade.internal.files.IoReason;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads {@code layers.json}, what TensorRT's inspector tells of an engine (LayerInformationFormat kJSON; with detailed
 * profiling verbosity an object for each layer, otherwise its name). The file is believed no more than any other that was
 * brought here: read as a stream, with limits. Which keys a layer has differs between versions; what is absent is not told.
 */
final class EngineLayers {
    /** The file's name in an engine's directory. */
    static final String FILE = "layers.json";

    private static final long LARGEST = 256L << 20;
    private static final int MOST_LAYERS = 200_000;
    private static final int MOST_TENSORS = 4096;
    private static final int DEEPEST = 32;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LARGEST)
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(1 << 12)
                    .build())
            .build();

    private final JsonParser json;
    private final List<LayerRow> rows = new ArrayList<>();

    private EngineLayers(JsonParser json) {
        this.json = json;
    }

    /** What a layer's object tells. */
    private static final class Layer {
        String name = "";
        String type = "";
        String tactic;
        String format;
        String precision;
        final List<TensorShape> outputs = new ArrayList<>();
    }

    /** What a tensor's object tells. */
    private static final class Tensor {
        List<Long> dims;
        String format = "";
        String type = "";
    }

    /**
     * Reads the file of an engine.
     *
     * @param directory of the engine
     * @return its layers, in the order in which they run
     * @throws ModelsException of kind BAD_INPUT when there is none, or it is damaged or beyond the limits
     */
    static List<LayerRow> read(Path directory) throws ModelsException {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw ModelsException.badInput(
                    file + ": no such file; give an engine's directory, or compile the engine again");
        }
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            EngineLayers reader = new EngineLayers(json);
            reader.read();
            return reader.rows;
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw refused(file, "line " + line + ": " + e.getOriginalMessage(), e);
        } catch (Unexpected e) {
            throw refused(file, e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE, file + " cannot be read (" + IoReason.of(e) + ")", e);
        }
    }

    private static ModelsException refused(Path file, String why, IOException cause) {
        return new ModelsException(
                ModelsException.Kind.BAD_INPUT, file + ": " + Shown.line(why) + "; compile the engine again", cause);
    }

    private static final class Unexpected extends IOException {
        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    private void read() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "the file");
        boolean isFound = false;
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String key = json.currentName();
            json.nextToken();
            if (key.equals("Layers")) {
                isFound = true;
                layers();
            } else {
                json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT, "the end");
        if (!isFound) {
            throw new Unexpected("has no key 'Layers'");
        }
    }

    private void layers() throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, "'Layers'");
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (rows.size() == MOST_LAYERS) {
                throw new Unexpected("has more than " + MOST_LAYERS + " layers");
            }
            Layer layer = new Layer();
            if (token == JsonToken.VALUE_STRING) {
                layer.name = json.getText();
            } else {
                expect(token, JsonToken.START_OBJECT, "layer " + rows.size());
                layer(layer);
            }
            rows.add(row(layer));
        }
    }

    private void layer(Layer layer) throws IOException {
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "Name" -> layer.name = text(key);
                case "LayerType" -> layer.type = text(key);
                case "TacticName" -> layer.tactic = text(key);
                case "Precision" -> layer.precision = text(key);
                case "Outputs" -> outputs(layer);
                default -> json.skipChildren();
            }
        }
    }

    private void outputs(Layer layer) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, "'Outputs'");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.START_OBJECT, "an output");
            if (layer.outputs.size() == MOST_TENSORS) {
                throw new Unexpected("layer " + rows.size() + " has more than " + MOST_TENSORS + " outputs");
            }
            Tensor tensor = tensor();
            String type = type(tensor.type.isEmpty() ? tensor.format : tensor.type);
            layer.outputs.add(new TensorShape(type, tensor.dims, bytes(type, tensor.dims)));
            if (layer.format == null) {
                layer.format = tensor.format.isEmpty() ? null : tensor.format;
            }
        }
    }

    private Tensor tensor() throws IOException {
        Tensor tensor = new Tensor();
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "Dimensions" -> tensor.dims = dims();
                case "Format/Datatype", "Format" -> tensor.format = text(key);
                case "Datatype", "DataType" -> tensor.type = text(key);
                default -> json.skipChildren();
            }
        }
        return tensor;
    }

    private List<Long> dims() throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, "'Dimensions'");
        List<Long> dims = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a dimension");
            if (dims.size() == MOST_TENSORS) {
                throw new Unexpected("layer " + rows.size() + " has an impossible shape");
            }
            dims.add(json.getLongValue());
        }
        return dims;
    }

    private String text(String key) throws IOException {
        expect(json.currentToken(), JsonToken.VALUE_STRING, "'" + key + "'");
        return json.getText();
    }

    private void expect(JsonToken found, JsonToken wanted, String what) throws IOException {
        if (found != wanted) {
            throw new Unexpected("line " + json.currentLocation().getLineNr() + ": " + what + ": found "
                    + (found == null ? "its end" : found.name().toLowerCase(Locale.ROOT)) + " where "
                    + wanted.name().toLowerCase(Locale.ROOT) + " belongs");
        }
    }

    private LayerRow row(Layer layer) {
        Long bytes = layer.outputs.isEmpty() ? null : Long.valueOf(0);
        for (TensorShape output : layer.outputs) {
            bytes = bytes == null || output.bytes() == null ? null : Long.valueOf(bytes + output.bytes());
        }
        String precision = layer.precision != null
                ? type(layer.precision)
                : layer.outputs.isEmpty() ? "unknown" : layer.outputs.get(0).type();
        return new LayerRow(
                rows.size(),
                layer.name,
                layer.type.isEmpty() ? "layer" : layer.type,
                precision,
                "TensorRT",
                List.of(),
                layer.outputs,
                layer.format,
                layer.tactic,
                bytes,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The usual word for TensorRT's words, such as {@code Half} or {@code Row major linear FP16 format}. */
    static String type(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        String[][] known = {
            {"bf16", "bf16"},
            {"bfloat16", "bf16"},
            {"fp8", "fp8"},
            {"fp4", "fp4"},
            {"fp16", "fp16"},
            {"half", "fp16"},
            {"fp32", "fp32"},
            {"float", "fp32"},
            {"uint8", "uint8"},
            {"int8", "int8"},
            {"int4", "int4"},
            {"int32", "int32"},
            {"int64", "int64"},
            {"bool", "bool"}
        };
        for (String[] word : known) {
            if (lower.contains(word[0])) {
                return word[1];
            }
        }
        return "unknown";
    }

    /** Without the padding of vectorised formats. */
    private static Long bytes(String type, List<Long> dims) {
        int bits =
                switch (type) {
                    case "fp32", "int32" -> 32;
                    case "fp16", "bf16" -> 16;
                    case "int8", "uint8", "fp8", "bool" -> 8;
                    case "int4", "fp4" -> 4;
                    case "int64" -> 64;
                    default -> 0;
                };
        Long elements = dims == null ? null : TensorShape.elements(dims);
        return elements == null || bits == 0 || elements > Long.MAX_VALUE / bits - 8
                ? null
                : Long.valueOf((elements * bits + 7) / 8);
    }
}
