package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.frame.Frame;
import dev.saccade.model.Task;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Freshness;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.LongSupplier;

/** {@code --perceptions}: one JSON object a line for each processed frame, whole lines only. */
final class PerceptionLines implements RunOutput {
    private static final JsonFactory JSON = new JsonFactory();

    private final FileChannel out;
    private final Path file;
    private final LongSupplier maxAgeNs;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
    private long whole;

    PerceptionLines(Path file, LongSupplier maxAgeNs) throws IOException {
        this.file = file;
        this.maxAgeNs = maxAgeNs;
        out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public void read(Perception p, Frame frame) {
        line.reset();
        try {
            try (JsonGenerator json = JSON.createGenerator(line)) {
                write(p, json);
            }
            line.write('\n');
            append(ByteBuffer.wrap(line.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "--perceptions " + file + ": " + e.getMessage() + "; make room, or name another place", e);
        }
    }

    /** Whole lines only: what a full disk took of a line is taken back. */
    private void append(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            whole = out.position();
        } catch (IOException e) {
            out.truncate(whole);
            throw e;
        }
    }

    private void write(Perception p, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frame", p.frame());
        json.writeNumberField("captureNs", p.captureNs());
        json.writeNumberField("latencyNs", p.latencyNs());
        json.writeStringField("backend", p.backend().name());
        json.writeBooleanField("fallback", p.isFallback());
        Freshness freshness = p.latencyNs() <= maxAgeNs.getAsLong() ? Freshness.FRESH : Freshness.STALE;
        json.writeStringField("freshness", freshness.name());
        List<String> labels = p.model().labels();
        if (p.task() == Task.DETECTION) {
            writeDetections(p.detections(), labels, json);
        } else if (p.task() == Task.CLASSIFICATION) {
            writeClasses(p.classes(), labels, json);
        } else {
            writeMask(p.mask(), labels, json);
        }
        json.writeEndObject();
    }

    private static void writeDetections(Detections d, List<String> labels, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("detections");
        for (int i = 0; i < d.count(); i++) {
            json.writeStartObject();
            json.writeStringField("label", label(labels, d.label(i)));
            json.writeNumberField("score", d.score(i));
            json.writeArrayFieldStart("box");
            json.writeNumber(d.x(i));
            json.writeNumber(d.y(i));
            json.writeNumber(d.width(i));
            json.writeNumber(d.height(i));
            json.writeEndArray();
            if (d.hasSegments()) {
                json.writeArrayFieldStart("line");
                for (int k = 0; k < 4; k++) {
                    json.writeNumber(d.segment(i, k));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeClasses(Classes c, List<String> labels, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("classes");
        for (int i = 0; i < c.count(); i++) {
            json.writeStartObject();
            json.writeStringField("label", label(labels, c.label(i)));
            json.writeNumberField("score", c.score(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeMask(SegmentationMask m, List<String> labels, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("mask");
        json.writeNumberField("width", m.width());
        json.writeNumberField("height", m.height());
        json.writeArrayFieldStart("classes");
        for (int c = 0; c < m.classes(); c++) {
            if (m.stat(c, 0) == 0) {
                continue;
            }
            json.writeStartObject();
            json.writeStringField("label", label(labels, c));
            json.writeNumberField("share", m.share(c));
            json.writeArrayFieldStart("box");
            json.writeNumber(m.mapX(m.stat(c, 1)));
            json.writeNumber(m.mapY(m.stat(c, 2)));
            json.writeNumber(m.mapX(m.stat(c, 3)) - m.mapX(m.stat(c, 1)));
            json.writeNumber(m.mapY(m.stat(c, 4)) - m.mapY(m.stat(c, 2)));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static String label(List<String> labels, int index) {
        return index < labels.size() ? labels.get(index) : "class " + index;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    @Override
    public void discard() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }
}
