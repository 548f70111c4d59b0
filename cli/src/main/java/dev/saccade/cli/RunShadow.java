package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.frame.FrameSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.gate.GateLimits;
import dev.saccade.models.gate.Measure;
import dev.saccade.models.gate.TaskAgreement;
import dev.saccade.models.precision.Precision;
import dev.saccade.pipeline.Latency;
import dev.saccade.shadow.CostFigures;
import dev.saccade.shadow.FrameComparison;
import dev.saccade.shadow.Interval;
import dev.saccade.shadow.Shadow;
import dev.saccade.shadow.ShadowRecord;
import dev.saccade.shadow.ShadowSettings;
import dev.saccade.shadow.ShadowWarmUp;
import dev.saccade.shadow.Skip;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What looks beside the model that serves, and what is told of it. Owns its perceiver. */
final class RunShadow implements AutoCloseable {
    private final NamedModel beside;
    private final Perceiver perceiver;
    private final TaskAgreement agreement;
    private final Shadow shadow;

    private RunShadow(NamedModel beside, Perceiver perceiver, TaskAgreement agreement, Shadow shadow) {
        this.beside = beside;
        this.perceiver = perceiver;
        this.agreement = agreement;
        this.shadow = shadow;
    }

    /**
     * Loads and warms it, before the loop begins.
     *
     * @param isReference whether this one is what the other is judged by: production beside a canary
     */
    static RunShadow load(
            RunEngine engine,
            Perceiver serving,
            NamedModel beside,
            boolean isReference,
            FrameSource camera,
            double costPercent)
            throws Exception {
        ModelPackage reference = isReference ? beside.model() : serving.model();
        TaskAgreement agreement = TaskAgreement.of(reference, GateLimits.of(reference, Precision.FP16));
        Perceiver perceiver = engine.loadBehind(beside, serving.backend());
        boolean isLoaded = false;
        try {
            requireSameMasks(serving, perceiver);
            long ns = ShadowWarmUp.measure(perceiver, camera.format(), MonotonicClock.SYSTEM);
            if (ns == 0) {
                throw new CommandException(
                        ExitCode.BAD_INPUT,
                        beside.name() + ": no result on a blank frame: " + perceiver.lastError()
                                + "; 'saccade verify' tells more, or run without it");
            }
            // What agrees with what is the same both ways, but limits are the reference's.
            FrameComparison comparison = isReference ? (a, b) -> agreement.add(b, a) : agreement::add;
            Shadow shadow = new Shadow(perceiver, comparison, ShadowSettings.of(costPercent, ns));
            isLoaded = true;
            return new RunShadow(beside, perceiver, agreement, shadow);
        } finally {
            if (!isLoaded) {
                perceiver.close();
            }
        }
    }

    /** Why two models cannot be compared frame by frame: results name labels by their index. */
    static void requireComparable(ModelPackage model, ModelPackage other) throws PackageException {
        String both = "candidate " + other.name() + " cannot be compared with " + model.name() + ": ";
        if (model.task() != other.task()) {
            throw new PackageException(
                    both + "it does " + other.task().name().toLowerCase(Locale.ROOT) + "; name one for the same task");
        }
        if (!model.labels().equals(other.labels())) {
            throw new PackageException(
                    both + "its labels.txt is another; name one with the same labels in the same order");
        }
    }

    private static void requireSameMasks(Perceiver serving, Perceiver other) throws PackageException {
        try (Perception a = serving.newPerception();
                Perception b = other.newPerception()) {
            if (a.mask() != null
                    && (a.mask().width() != b.mask().width()
                            || a.mask().height() != b.mask().height())) {
                throw new PackageException("candidate " + other.model().name() + " cannot be compared with "
                        + serving.model().name()
                        + ": its mask has another size; name one with a mask of the same size");
            }
        }
    }

    Shadow shadow() {
        return shadow;
    }

    ShadowRecord record() {
        return shadow.record();
    }

    /** A few words while the run lasts. */
    String status() {
        ShadowRecord record = record();
        if (record.compared() == 0 && record.stopped().isEmpty()) {
            return "shadow: none compared";
        }
        return record.stopped().isEmpty()
                ? String.format(
                        Locale.ROOT, "shadow: %d compared, %.2f agree", record.compared(), record.agreementRecent())
                : "shadow: stopped";
    }

    /** One line when the run has ended. */
    String line() {
        ShadowRecord record = record();
        CostFigures cost = record.cost();
        Latency latency = record.latency();
        String seen = record.compared() == 0
                ? String.format(Locale.ROOT, "saw none of %d frames (%s)", record.frames(), mostSkipped())
                : String.format(
                        Locale.ROOT,
                        "saw %d of %d frames in p50 %.1f ms, agreement %.3f, least %.3f",
                        record.compared(),
                        record.frames(),
                        latency.percentile(50) / 1e6,
                        record.agreementMean(),
                        record.agreementLeast());
        return beside.model().name() + ": " + seen
                + (cost.differences() == 0
                        ? ""
                        : "; adds " + told(cost.p50Percent(), "p50") + ", " + told(cost.p99Percent(), "p99"))
                + (record.stopped().isEmpty() ? "" : "; stopped: " + record.stopped());
    }

    private static String told(Interval added, String of) {
        String interval = Double.isNaN(added.low())
                ? ""
                : String.format(Locale.ROOT, " (95 %% %+.1f to %+.1f)", added.low(), added.high());
        return String.format(Locale.ROOT, "%+.1f %% to %s", added.median(), of) + interval;
    }

    private String mostSkipped() {
        Skip most = Skip.NO_SLACK;
        for (Skip reason : Skip.values()) {
            // Half of the frames are for measuring, whatever else is in the way.
            most = reason != Skip.MEASURING && record().skipped(reason) > record().skipped(most) ? reason : most;
        }
        return most.word();
    }

    void write(JsonGenerator json) throws IOException {
        ShadowRecord record = record();
        json.writeObjectFieldStart("shadow");
        json.writeStringField("model", beside.model().name());
        json.writeStringField("identity", beside.model().identity());
        json.writeStringField("trust", beside.trust());
        json.writeStringField("engine", perceiver.description());
        json.writeNumberField("frames", record.frames());
        json.writeNumberField("compared", record.compared());
        json.writeObjectFieldStart("skipped");
        for (Skip reason : Skip.values()) {
            json.writeNumberField(reason.word(), record.skipped(reason));
        }
        json.writeEndObject();
        json.writeNumberField("faults", record.faults());
        json.writeStringField("lastError", record.lastError());
        json.writeObjectFieldStart("agreement");
        number(json, "mean", record.agreementMean());
        number(json, "least", record.agreementLeast());
        number(json, "recent", record.agreementRecent());
        json.writeArrayFieldStart("measures");
        for (Measure measure : record.compared() == 0 ? List.<Measure>of() : agreement.measures()) {
            json.writeStartObject();
            json.writeStringField("name", measure.limit().yamlName());
            number(json, "value", measure.value());
            json.writeStringField("where", measure.where());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        RunReport.latency(json, "latencyNs", record.latency());
        cost(json, record.cost());
        json.writeStringField("stopped", record.stopped());
        json.writeObjectFieldStart("allocation");
        json.writeNumberField("bytes", record.allocation().bytes());
        json.writeNumberField("frames", record.allocation().cycles());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void cost(JsonGenerator json, CostFigures cost) throws IOException {
        json.writeObjectFieldStart("cost");
        json.writeNumberField("boundPercent", cost.boundPercent());
        json.writeNumberField("differences", cost.differences());
        added(json, "p50", "p50Percent", cost.p50Percent());
        added(json, "p99", "p99Percent", cost.p99Percent());
        added(json, "missed", "missedPoints", cost.missedPoints());
        json.writeStringField("costs", cost.costs());
        json.writeEndObject();
    }

    private static void added(JsonGenerator json, String name, String median, Interval interval) throws IOException {
        number(json, median, interval.median());
        json.writeArrayFieldStart(name + "Interval");
        if (!Double.isNaN(interval.low())) {
            json.writeNumber(interval.low());
            json.writeNumber(interval.high());
        }
        json.writeEndArray();
    }

    /** JSON knows no NaN. */
    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }

    /** After the loop; an engine that hangs is freed when it returns. */
    @Override
    public void close() {
        perceiver.close();
    }
}
