package dev.saccade.cli.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.control.ControlEvents;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/** An event as JSON, its fields as docs/mqtt.md lists them. */
final class NoticeJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private NoticeJson() {}

    /**
     * Writes one.
     *
     * @param nowNs this moment, monotonic
     * @param now this moment on the wall clock
     */
    static byte[] bytes(String run, Notice notice, long nowNs, Instant now) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("run", run);
            json.writeNumberField("seq", notice.sequence());
            json.writeStringField(
                    "time", now.minusNanos(nowNs - notice.timeNs()).toString());
            json.writeNumberField("tNs", notice.timeNs());
            json.writeStringField("kind", kind(notice.type()));
            if (notice.type() == ControlEvents.MODE) {
                json.writeStringField("from", Mode.of((int) notice.a()).name());
                json.writeStringField("to", Mode.of((int) notice.b()).name());
                json.writeStringField("reason", Reason.of((int) notice.c()).name());
                json.writeNumberField("tick", notice.d());
            }
            if (notice.type() == ControlEvents.WORSE) {
                json.writeStringField("reason", Reason.of((int) notice.b()).name());
                json.writeNumberField("tick", notice.c());
            }
            if (notice.type() == Notice.STOP) {
                json.writeStringField("by", notice.who());
                json.writeStringField("text", "stop received from " + notice.who());
            } else {
                json.writeStringField(
                        "text", ControlEvents.text(notice.type(), notice.a(), notice.b(), notice.c(), notice.d()));
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static String kind(int type) {
        return switch (type) {
            case Notice.STOP -> "stop-received";
            case ControlEvents.MODE -> "mode";
            case ControlEvents.ARMED -> "armed";
            case ControlEvents.INVALID_COMMAND -> "command-rejected";
            case ControlEvents.ACTUATOR_FAULTY -> "actuator-faulty";
            case ControlEvents.WORSE -> "worse";
            case ControlEvents.FALLBACK -> "fallback";
            case ControlEvents.REARMED -> "re-armed";
            case ControlEvents.STUCK -> "stuck";
            default -> "event-" + type;
        };
    }
}
