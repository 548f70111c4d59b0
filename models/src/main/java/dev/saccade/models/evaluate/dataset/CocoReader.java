package dev.saccade.models.evaluate.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.CocoFile.Annotation;
import dev.saccade.models.evaluate.dataset.CocoFile.Category;
import dev.saccade.models.evaluate.dataset.CocoFile.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads boxes of a COCO JSON file (its "object detection" form). The file is streamed: outlines, licences and whatever
 * else it holds pass by unread. Pictures lie beside the file, above it, or in a directory beside either.
 */
final class CocoReader {
    private static final int MOST_ANNOTATIONS = 2_000_000;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_TEXT = 4096;

    private final Path file;
    private final JsonParser json;
    private final CocoFile found;

    private CocoReader(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
        found = new CocoFile(file);
    }

    /** JSON files that may hold labels, in the directory or in its {@code annotations/}. */
    static List<Path> candidates(Path directory) throws ModelsException {
        List<Path> files = new ArrayList<>(PictureFiles.list(directory, CocoReader::isJson));
        Path annotations = directory.resolve("annotations");
        if (Files.isDirectory(annotations)) {
            files.addAll(PictureFiles.list(annotations, CocoReader::isJson));
        }
        return files;
    }

    private static boolean isJson(Path path) {
        return PictureFiles.name(path).endsWith(".json") && Files.isRegularFile(path);
    }

    static Path find(Path directory) throws ModelsException {
        List<Path> files = candidates(directory);
        if (files.size() != 1) {
            throw ModelsException.badInput(directory + ": holds "
                    + (files.isEmpty() ? "no .json file, nor does its annotations/" : "several .json files")
                    + "; name the file itself, as in --labels " + directory.resolve("instances.json"));
        }
        return files.get(0);
    }

    static List<Sample> read(Path directory, Path file, LabelNames names) throws ModelsException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxNameLength(MOST_TEXT)
                        .maxNumberLength(64)
                        .build())
                .build();
        try (JsonParser json = factory.createParser(file.toFile())) {
            CocoReader reader = new CocoReader(file, json);
            reader.document();
            return reader.found.samples(directory, names);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    file + ": line " + line + ": " + e.getOriginalMessage() + "; is the file whole?",
                    e);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, file + ": cannot be read (" + e + ")", e);
        }
    }

    private void document() throws IOException, ModelsException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw bad("the file", "is no JSON object; expected {\"images\": ..., \"annotations\": ...}");
        }
        boolean hasImages = false;
        boolean hasAnnotations = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "images" -> {
                    each(key, value, this::image);
                    hasImages = true;
                }
                case "annotations" -> {
                    each(key, value, this::annotation);
                    hasAnnotations = true;
                }
                case "categories" -> each(key, value, this::category);
                default -> json.skipChildren();
            }
        }
        if (!hasImages || !hasAnnotations) {
            throw bad(hasImages ? "annotations" : "images", "is missing; this is no COCO file of boxes");
        }
    }

    /** One entry of a list; the parser stands at its opening brace and is left at its closing one. */
    private interface Entry {
        void read(String where) throws IOException, ModelsException;
    }

    private void each(String key, JsonToken value, Entry entry) throws IOException, ModelsException {
        if (value != JsonToken.START_ARRAY) {
            throw bad(key, "is no list");
        }
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            String where = key + "[" + i + "]";
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw bad(where, "is no object");
            }
            if (i == MOST_ANNOTATIONS) {
                throw bad(key, "has over " + MOST_ANNOTATIONS + " entries; divide the data set");
            }
            entry.read(where);
        }
    }

    private void image(String where) throws IOException, ModelsException {
        Long id = null;
        String name = null;
        long width = 0;
        long height = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "id" -> id = integer(where + ".id");
                case "file_name" -> name = text(where + ".file_name");
                case "width" -> width = integer(where + ".width");
                case "height" -> height = integer(where + ".height");
                default -> json.skipChildren();
            }
        }
        if (id == null || name == null) {
            throw bad(where, "lacks " + (id == null ? "id" : "file_name"));
        }
        if (width < 0 || height < 0 || width > Short.MAX_VALUE || height > Short.MAX_VALUE) {
            throw bad(where, "is " + width + "x" + height + " pixels, which no picture is");
        }
        if (!found.add(new Image(id, name, (int) width, (int) height))) {
            throw bad(where + ".id", id + " stands twice");
        }
    }

    private void category(String where) throws IOException, ModelsException {
        Long id = null;
        String name = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "id" -> id = integer(where + ".id");
                case "name" -> name = text(where + ".name");
                default -> json.skipChildren();
            }
        }
        if (id == null || name == null) {
            throw bad(where, "lacks " + (id == null ? "id" : "name"));
        }
        if (!found.add(new Category(id, name, where))) {
            throw bad(where + ".id", id + " stands twice");
        }
    }

    private void annotation(String where) throws IOException, ModelsException {
        Long image = null;
        Long category = null;
        double[] box = null;
        double area = Double.NaN;
        boolean isCrowd = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "image_id" -> image = integer(where + ".image_id");
                case "category_id" -> category = integer(where + ".category_id");
                case "bbox" -> box = box(where + ".bbox", value);
                case "area" -> area = number(where + ".area");
                case "iscrowd" ->
                    isCrowd = value == JsonToken.VALUE_TRUE
                            || (value != JsonToken.VALUE_FALSE && integer(where + ".iscrowd") != 0);
                default -> json.skipChildren();
            }
        }
        if (image == null || category == null || box == null) {
            throw bad(where, "lacks " + (image == null ? "image_id" : category == null ? "category_id" : "bbox"));
        }
        found.add(new Annotation(where, image, category, box, Double.isNaN(area) ? box[2] * box[3] : area, isCrowd));
    }

    private double[] box(String where, JsonToken value) throws IOException, ModelsException {
        double[] box = new double[4];
        if (value != JsonToken.START_ARRAY) {
            throw bad(where, "is no list of four numbers: x, y, width, height");
        }
        int n = 0;
        for (; json.nextToken() != JsonToken.END_ARRAY; n++) {
            if (n == 4) {
                throw bad(where, "has more than four numbers");
            }
            box[n] = number(where + "[" + n + "]");
        }
        if (n < 4 || box[2] < 0 || box[3] < 0) {
            throw bad(where, n < 4 ? "has " + n + " numbers, not four" : "has a negative size");
        }
        return box;
    }

    private long integer(String where) throws IOException, ModelsException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw bad(where, "is no whole number");
        }
        return json.getLongValue();
    }

    private double number(String where) throws IOException, ModelsException {
        if (!json.currentToken().isNumeric() || !Double.isFinite(json.getDoubleValue())) {
            throw bad(where, "is no number");
        }
        return json.getDoubleValue();
    }

    private String text(String where) throws IOException, ModelsException {
        if (json.currentToken() != JsonToken.VALUE_STRING || json.getTextLength() > MOST_TEXT) {
            throw bad(where, "is no text of at most " + MOST_TEXT + " characters");
        }
        return json.getText();
    }

    private ModelsException bad(String key, String wrong) {
        return ModelsException.badInput(
                file + ": line " + json.currentTokenLocation().getLineNr() + ": " + key + " " + wrong);
    }
}
