package dev.saccade.cli.sim;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.saccade.control.mode.Mode;
import dev.saccade.fault.FaultKind;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a flight went, as JSON with stable field names. */
public final class FlightReport {
    private FlightReport() {}

    /**
     * Writes the report.
     *
     * @param result of a flight
     * @return JSON, UTF-8
     * @throws IOException never: it goes to memory
     */
    public static byte[] json(FlightResult result) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("seed", result.plan().seed());
            json.writeBooleanField("landed", result.isLanded());
            json.writeStringField("ending", result.ending().name());
            json.writeNumberField("seconds", result.seconds());
            json.writeObjectFieldStart("touchdown");
            json.writeNumberField("x", result.x());
            json.writeNumberField("y", result.y());
            json.writeNumberField("error", result.off());
            json.writeNumberField("turned", result.turned());
            json.writeNumberField("speed", result.speed());
            json.writeEndObject();
            json.writeObjectFieldStart("pad");
            json.writeNumberField("x", result.plan().pad().x());
            json.writeNumberField("y", result.plan().pad().y());
            json.writeNumberField("heading", result.plan().pad().heading());
            json.writeEndObject();
            json.writeNumberField("frames", result.frames());
            json.writeNumberField("engineFaults", result.engineFaults());
            json.writeNumberField("maxAgeNs", Flight.MAX_AGE.toNanos());
            modes(json, result);
            json.writeObjectFieldStart("injected");
            for (Map.Entry<FaultKind, Long> fault : result.injected().entrySet()) {
                json.writeNumberField(fault.getKey().word(), fault.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("history");
            for (String line : result.history()) {
                json.writeString(line.strip());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void modes(JsonGenerator json, FlightResult result) throws IOException {
        json.writeObjectFieldStart("modes");
        for (Mode mode : Mode.values()) {
            json.writeNumberField(
                    mode.name(),
                    result.log().ticks().stream().filter(t -> t.mode() == mode).count());
        }
        json.writeEndObject();
    }
}
