package dev.saccade.cli.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.models.drift.DriftLevel;
import dev.saccade.models.drift.DriftState;
import dev.saccade.models.drift.DriftWatch;
import dev.saccade.models.drift.StatisticState;
import java.io.IOException;

/** How a run compares with the record of its version, as JSON with stable field names (docs/drift.md). */
public final class DriftJson {
    private DriftJson() {}

    /** Writes the fields of an object that is open; null stands for no comparison. */
    public static void write(JsonGenerator json, DriftState state) throws IOException {
        json.writeNumberField("frames", state == null ? 0 : state.frames());
        json.writeNumberField("window", DriftWatch.WINDOW);
        json.writeNumberField("windows", state == null ? 0 : state.windows());
        json.writeStringField("level", (state == null ? DriftLevel.NONE : state.level()).name());
        statistic(json, "input", state == null ? null : state.input());
        statistic(json, "output", state == null ? null : state.output());
        statistic(json, "labels", state == null ? null : state.labels());
    }

    private static void statistic(JsonGenerator json, String name, StatisticState state) throws IOException {
        json.writeObjectFieldStart(name);
        number(json, "psi", state == null ? Double.NaN : state.psi());
        number(json, "excess", state == null ? Double.NaN : state.excess());
        number(json, "limit", state == null ? Double.NaN : state.limit());
        number(json, "ks", state == null ? Double.NaN : state.ks());
        number(json, "ksLimit", state == null ? Double.NaN : state.ksLimit());
        json.writeStringField("level", (state == null ? DriftLevel.NONE : state.level()).name());
        json.writeStringField("worst", (state == null ? DriftLevel.NONE : state.worst()).name());
        json.writeEndObject();
    }

    /** To four decimals; null where it is not defined. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, Math.round(value * 1e4) / 1e4);
        }
    }
}
