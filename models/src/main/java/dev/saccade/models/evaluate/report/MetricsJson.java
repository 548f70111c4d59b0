package dev.saccade.models.evaluate.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.LabelRow;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Curve;
import dev.saccade.models.evaluate.metric.Histogram;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as JSON. Holds no time and no path: the same input gives the same bytes. */
public final class MetricsJson {
    /** Points of a curve that are written, the first and the last among them. */
    private static final int MOST_POINTS = 200;

    private final JsonGenerator json;

    private MetricsJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes.
     *
     * @param evaluation what was measured
     * @return JSON, a line break at its end
     */
    public static String of(Evaluation evaluation) {
        StringWriter text = new StringWriter();
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            new MetricsJson(json).write(evaluation);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return text + "\n";
    }

    private void write(Evaluation e) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", e.model().name());
        json.writeStringField("identity", e.model().identity());
        json.writeStringField("task", e.model().task().name().toLowerCase(Locale.ROOT));
        json.writeStringField("backend", e.backend());
        json.writeFieldName("minScore");
        number(e.minScore());
        json.writeObjectFieldStart("data");
        json.writeStringField("format", e.data().format().name().toLowerCase(Locale.ROOT));
        json.writeStringField("sha256", e.dataSha256());
        json.writeNumberField("samples", e.data().samples().size());
        json.writeEndObject();
        json.writeObjectFieldStart("metrics");
        values(e.findings().metrics());
        json.writeEndObject();
        labels(e.findings().rows());
        confusion(e);
        curves("roc", e.findings().roc());
        curves("precisionRecall", e.findings().precisionRecall());
        json.writeObjectFieldStart("statistics");
        json.writeFieldName("minScore");
        number(e.outputs().minScore());
        histogram("luma", e.luma());
        histogram(e.outputs().name(), e.outputs().values());
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, Long> label :
                e.outputs().labels(e.model().labels()).entrySet()) {
            json.writeNumberField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("notes");
        for (String note : e.data().notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void labels(List<LabelRow> rows) throws IOException {
        json.writeArrayFieldStart("labels");
        for (LabelRow row : rows) {
            json.writeStartObject();
            json.writeNumberField("label", row.label());
            json.writeStringField("name", row.name());
            json.writeNumberField("count", row.count());
            values(row.values());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void confusion(Evaluation e) throws IOException {
        json.writeArrayFieldStart("confusion");
        for (Confusion.Cell cell : e.findings().confusion().cells()) {
            json.writeStartObject();
            json.writeStringField("truth", e.label(cell.truth()));
            json.writeStringField("seen", e.label(cell.seen()));
            json.writeNumberField("count", cell.count());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void curves(String name, List<Curve> curves) throws IOException {
        json.writeArrayFieldStart(name);
        for (Curve curve : curves) {
            json.writeStartObject();
            json.writeStringField("name", curve.name());
            json.writeFieldName("area");
            number(curve.area());
            coordinates("x", curve.x());
            coordinates("y", curve.y());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void coordinates(String name, double[] all) throws IOException {
        json.writeArrayFieldStart(name);
        int points = Math.min(MOST_POINTS, all.length);
        for (int i = 0; i < points; i++) {
            number(all[points == 1 ? 0 : (int) ((long) i * (all.length - 1) / (points - 1))]);
        }
        json.writeEndArray();
    }

    private void histogram(String name, Histogram histogram) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeFieldName("min");
        number(histogram.min());
        json.writeFieldName("max");
        number(histogram.max());
        json.writeArrayFieldStart("bins");
        for (long count : histogram.counts()) {
            json.writeNumber(count);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void values(Map<String, Double> values) throws IOException {
        for (Map.Entry<String, Double> value : values.entrySet()) {
            json.writeFieldName(value.getKey());
            number(value.getValue());
        }
    }

    private void number(double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNull();
        } else {
            json.writeNumber(Numbers.rounded(value));
        }
    }
}
