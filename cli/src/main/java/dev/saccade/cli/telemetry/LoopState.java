package dev.saccade.cli.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.control.ControlCounters;
import dev.saccade.control.ControlRun;
import dev.saccade.control.LoopParts;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.models.drift.DriftState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;

/** A running loop's state as JSON, from counters alone, its fields as docs/mqtt.md lists them. */
public final class LoopState implements StateSource {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final ControlRun<?> run;
    private final String name;
    private final Supplier<DriftState> drift;
    private long lastNs;
    private long lastTicks;
    private long lastFrames;
    private boolean begun;

    /**
     * Reads a run.
     *
     * @param run that may be under way
     * @param name of this run, in every message
     * @param drift how it compares with its version's record; gives null without a comparison
     */
    public LoopState(ControlRun<?> run, String name, Supplier<DriftState> drift) {
        this.run = run;
        this.name = name;
        this.drift = drift;
    }

    @Override
    public long key() {
        return (long) mode().code() << Integer.SIZE | reason().code();
    }

    @Override
    public byte[] json(long nowNs, Instant now, TelemetryCounts telemetry) throws IOException {
        LoopParts<?> parts = run.parts();
        ControlCounters counters = parts.control().counters();
        long ticks = counters.ticks();
        long frames = parts.perception().processed();
        double seconds = begun ? Math.max(1, nowNs - lastNs) / 1e9 : 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("run", name);
            json.writeStringField("time", now.toString());
            json.writeNumberField("tNs", nowNs);
            json.writeStringField("mode", mode().name());
            json.writeStringField("reason", reason().name());
            json.writeStringField("text", reason().text());
            millis(json, "ageMs", counters.ageNs());
            millis(
                    json,
                    "maxAgeMs",
                    parts.control().rules() == null
                            ? -1
                            : parts.control().rules().maxAgeNs());
            rate(json, "tickHz", ticks - lastTicks, seconds);
            rate(json, "frameHz", frames - lastFrames, seconds);
            json.writeObjectFieldStart("frames");
            json.writeNumberField("processed", frames);
            json.writeNumberField("dropped", parts.ring().unread());
            json.writeNumberField("missed", parts.perception().missed());
            json.writeNumberField("stale", parts.perception().stale());
            json.writeNumberField("faults", parts.perception().faults());
            json.writeEndObject();
            control(json, counters, ticks);
            DriftState compared = drift.get();
            if (compared != null) {
                json.writeObjectFieldStart("drift");
                DriftJson.write(json, compared);
                json.writeEndObject();
            }
            json.writeObjectFieldStart("telemetry");
            json.writeNumberField("dropped", telemetry.dropped());
            json.writeNumberField("eventsLost", parts.droppedEvents());
            json.writeNumberField("stops", telemetry.stops());
            json.writeBooleanField("stopArmed", telemetry.stopArmed());
            json.writeEndObject();
            json.writeEndObject();
        }
        begun = true;
        lastNs = nowNs;
        lastTicks = ticks;
        lastFrames = frames;
        return bytes.toByteArray();
    }

    /** The counters know of ticks alone; the safe command that ends the loop belongs to none. */
    private Mode mode() {
        return hasEnded() ? Mode.SAFE : run.parts().control().counters().mode();
    }

    private Reason reason() {
        return hasEnded() ? Reason.STOPPED : run.parts().control().counters().reason();
    }

    private boolean hasEnded() {
        return run.parts().control().isFinished();
    }

    private static void control(JsonGenerator json, ControlCounters counters, long ticks) throws IOException {
        json.writeObjectFieldStart("control");
        json.writeNumberField("ticks", ticks);
        json.writeNumberField("skipped", counters.skipped());
        json.writeNumberField("transitions", counters.transitions());
        json.writeNumberField("controllerFaults", counters.controllerFaults());
        json.writeNumberField("invalidCommands", counters.invalidCommands());
        json.writeNumberField("expiredCommands", counters.expiredCommands());
        json.writeNumberField("limitedCommands", counters.limitedCommands());
        json.writeNumberField("lateSends", counters.lateSends());
        json.writeEndObject();
    }

    private static void millis(JsonGenerator json, String name, long ns) throws IOException {
        if (ns < 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, ns / 1e6);
        }
    }

    /** To a tenth; null at the first message, which has nothing to compare with. */
    private static void rate(JsonGenerator json, String name, long count, double seconds) throws IOException {
        if (seconds == 0) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, Math.round(10 * count / seconds) / 10.0);
        }
    }
}
