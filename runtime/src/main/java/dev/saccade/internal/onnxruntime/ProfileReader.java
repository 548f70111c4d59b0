package dev.saccade.internal.onnxruntime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.EngineProfile.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a recording of ONNX Runtime, an array of events in Chrome's trace format: one for each kernel when it ended, and
 * one for each run after those of its kernels. Times are whole microseconds. Read as a stream, with limits.
 */
final class ProfileReader {
    private static final long LARGEST = 2L << 30;
    private static final int DEEPEST = 16;
    private static final int LONGEST_TEXT = 1 << 16;
    private static final int MOST_DIMENSIONS = 4096;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LARGEST)
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .build())
            .build();

    private static final String KERNEL = "_kernel_time";
    private static final String RUN = "model_run";

    private final Path file;
    private final JsonParser json;
    private final ProfileTally tally = new ProfileTally();

    private ProfileReader(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /** One event; its text is null where it has none. */
    static final class Event {
        String category;
        String name;
        String operator;
        String provider;
        long startUs;
        long durationUs;
        List<Shape> inputs = List.of();
        List<Shape> outputs = List.of();
    }

    /**
     * Reads a recording.
     *
     * @param latest how many of the last runs count, at least 1
     * @throws EngineException when it is damaged, or holds fewer runs
     */
    static EngineProfile read(Path file, int latest) throws EngineException {
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            return new ProfileReader(file, json).read(latest);
        } catch (IOException e) {
            throw new EngineException(
                    false, file + ": the recording cannot be read: " + OneLine.of(String.valueOf(e.getMessage())), e);
        }
    }

    private EngineProfile read(int latest) throws IOException, EngineException {
        expect(json.nextToken(), JsonToken.START_ARRAY);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            expect(token, JsonToken.START_OBJECT);
            take(event());
        }
        EngineProfile profile = tally.profile(latest);
        if (profile.runs() < latest) {
            throw new EngineException(
                    false, file + ": holds " + profile.runs() + " of " + latest + " runs; give fewer --frames", null);
        }
        return profile;
    }

    private void take(Event event) {
        if (event.name == null) {
            return;
        }
        if ("Node".equals(event.category) && event.name.endsWith(KERNEL)) {
            event.name = event.name.substring(0, event.name.length() - KERNEL.length());
            tally.kernel(event);
        } else if ("Session".equals(event.category) && event.name.equals(RUN)) {
            tally.run(event.durationUs);
        }
    }

    private Event event() throws IOException {
        Event event = new Event();
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "cat" -> event.category = json.getText();
                case "name" -> event.name = json.getText();
                case "ts" -> event.startUs = json.getLongValue();
                case "dur" -> event.durationUs = json.getLongValue();
                case "args" -> arguments(event);
                default -> json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
        return event;
    }

    private void arguments(Event event) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "op_name" -> event.operator = json.getText();
                case "provider" -> event.provider = json.getText();
                case "input_type_shape" -> event.inputs = shapes();
                case "output_type_shape" -> event.outputs = shapes();
                default -> json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    /** {@code [{"float":[1,3,224,224]}, ...]}. */
    private List<Shape> shapes() throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY);
        List<Shape> shapes = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            expect(token, JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String type = json.currentName();
                expect(json.nextToken(), JsonToken.START_ARRAY);
                List<Long> dims = new ArrayList<>();
                while (json.nextToken() == JsonToken.VALUE_NUMBER_INT && dims.size() < MOST_DIMENSIONS) {
                    dims.add(json.getLongValue());
                }
                expect(json.currentToken(), JsonToken.END_ARRAY);
                shapes.add(new Shape(type, dims));
            }
            expect(json.currentToken(), JsonToken.END_OBJECT);
        }
        return shapes;
    }

    private void expect(JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("line " + json.currentLocation().getLineNr() + ": "
                    + (found == null ? "it ends" : "found " + found) + " where " + wanted + " belongs");
        }
    }
}
