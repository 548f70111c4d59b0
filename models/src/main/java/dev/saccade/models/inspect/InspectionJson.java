package dev.saccade.models.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * An inspection as JSON; docs/inspect.md lists the names. Times are nanoseconds, sizes bytes. Names are whole, as in the
 * file; whatever is not ASCII is escaped, so that the text is safe on a terminal.
 */
public final class InspectionJson {
    private final JsonGenerator json;

    private InspectionJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * Writes.
     *
     * @param inspection what was found
     * @return JSON, a line break at its end
     */
    public static String of(Inspection inspection) {
        StringWriter text = new StringWriter();
        JsonFactory factory =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            new InspectionJson(json).write(inspection);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        // DEL ends no string, but a terminal may take it.
        return text.toString().replace("\u007f", "\\u007f") + "\n";
    }

    private void write(Inspection found) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", found.subject());
        json.writeStringField("view", found.view());
        json.writeFieldName("network");
        if (found.network() == null) {
            json.writeNull();
        } else {
            network(found.network());
        }
        number("macs", found.macs());
        timing(found.timing());
        memory(found.memory());
        json.writeArrayFieldStart("operators");
        for (OperatorRow row : OperatorRow.of(found.layers())) {
            operator(row);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("layers");
        for (LayerRow row : found.layers()) {
            layer(row);
        }
        json.writeEndArray();
        texts("notes", found.notes());
        json.writeEndObject();
    }

    private void network(NetworkSummary network) throws IOException {
        json.writeStartObject();
        json.writeNumberField("fileBytes", network.fileBytes());
        json.writeNumberField("irVersion", network.irVersion());
        json.writeStringField("producer", network.producer());
        counts("opsets", network.opsets());
        json.writeNumberField("nodes", network.nodes());
        counts("operators", network.operators());
        texts("foreign", network.foreign());
        json.writeNumberField("parameters", network.parameters());
        json.writeNumberField("parameterBytes", network.parameterBytes());
        counts("parameterBytesByType", network.parameterBytesByType());
        texts("inputs", network.inputs());
        texts("outputs", network.outputs());
        json.writeStringField("precision", network.precision());
        json.writeNumberField("quantise", network.quantise());
        json.writeNumberField("dequantise", network.dequantise());
        json.writeArrayFieldStart("islands");
        for (NetworkSummary.Island island : network.islands()) {
            json.writeStartObject();
            json.writeNumberField("nodes", island.nodes());
            json.writeStringField("first", island.first());
            texts("operators", island.operators());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void timing(Inspection.Timing timing) throws IOException {
        json.writeFieldName("timing");
        if (timing == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringField("engine", timing.engine());
        json.writeStringField("source", timing.source());
        json.writeNumberField("runs", timing.runs());
        json.writeNumberField("warmUp", timing.warmUp());
        number("layersNs", timing.layersNs());
        number("profiledNs", timing.profiledNs());
        json.writeNumberField("profiledP50Ns", timing.profiledP50Ns());
        number("plainNs", timing.plainNs());
        json.writeNumberField("plainP50Ns", timing.plainP50Ns());
        json.writeNumberField("profilingCost", timing.cost());
        json.writeEndObject();
    }

    private void memory(Inspection.Memory memory) throws IOException {
        json.writeFieldName("memory");
        if (memory == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        number("parameterBytes", memory.parameterBytes());
        number("peakActivationBytes", memory.peakActivationBytes());
        json.writeStringField("method", memory.method());
        json.writeEndObject();
    }

    private void operator(OperatorRow row) throws IOException {
        json.writeStartObject();
        json.writeStringField("operator", row.operator());
        json.writeNumberField("layers", row.layers());
        number("typicalNs", row.typicalNs());
        share(row.share());
        json.writeNumberField("macs", row.macs());
        json.writeNumberField("outputBytes", row.outputBytes());
        json.writeEndObject();
    }

    private void layer(LayerRow row) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", row.index());
        json.writeStringField("name", row.name());
        json.writeStringField("operator", row.operator());
        json.writeStringField("precision", row.precision());
        json.writeStringField("provider", row.provider());
        texts("from", row.from());
        texts("outputs", row.outputs().stream().map(TensorShape::toString).toList());
        json.writeStringField("format", row.format());
        json.writeStringField("tactic", row.tactic());
        number("outputBytes", row.outputBytes());
        number("parameterBytes", row.parameterBytes());
        number("macs", row.macs());
        number("calls", row.calls());
        number("p50Ns", row.p50Ns());
        number("typicalNs", row.typicalNs());
        share(row.share());
        json.writeEndObject();
    }

    private void share(Double share) throws IOException {
        json.writeFieldName("share");
        if (share == null) {
            json.writeNull();
        } else {
            json.writeNumber(share);
        }
    }

    private void texts(String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private void counts(String name, Map<String, ? extends Number> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, ? extends Number> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue().longValue());
        }
        json.writeEndObject();
    }

    private void number(String name, Long value) throws IOException {
        json.writeFieldName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    /** A mean, to the nanosecond. */
    private void number(String name, Double value) throws IOException {
        number(name, value == null ? null : Long.valueOf(Math.round(value)));
    }
}
