package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.cli.telemetry.DriftJson;
import dev.saccade.frame.Frame;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.drift.DriftLevel;
import dev.saccade.models.drift.DriftState;
import dev.saccade.models.drift.DriftWatch;
import dev.saccade.models.drift.RecordedStatistics;
import dev.saccade.models.drift.StatisticState;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a run with the record of the version that serves, on a tap's thread; or says why there is no comparison. */
final class RunDrift implements RunOutput {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.drift");

    /** Null without a comparison. */
    private final DriftWatch watch;

    private final String note;

    private RunDrift(DriftWatch watch, String note) {
        this.watch = watch;
        this.note = note;
    }

    /** @param version empty for a plain package, which has no record */
    static RunDrift of(DriftOptions options, Optional<StoredVersion> version, ModelPackage model)
            throws PackageException {
        if (options.isOff || version.isEmpty()) {
            return new RunDrift(null, options.isOff ? "off: --no-drift" : "off: a plain package has no record");
        }
        StoredVersion serving = version.get();
        Optional<RecordedStatistics> recorded = RecordedStatistics.read(serving.record());
        if (recorded.isEmpty()) {
            String note = "off: the record of " + serving + " has no statistics; 'saccade models observe " + serving
                    + " --source URI --out DIR' makes some for the next version (models publish --record DIR)";
            LOG.info("drift {}", note);
            return new RunDrift(null, note);
        }
        DriftWatch watch = new DriftWatch(model, recorded.get(), options.bounds, RunDrift::tell);
        String note = watch.isOutputComparable()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "input only: answers are served from a score of %s, the record of %s from %s",
                        model.thresholds().score(),
                        serving,
                        recorded.get().minScore());
        if (!note.isEmpty()) {
            LOG.info("drift {}", note);
        }
        return new RunDrift(watch, note);
    }

    private static void tell(String statistic, DriftLevel from, StatisticState now) {
        if (LOG.isInfoEnabled()) {
            LOG.info(String.format(
                    Locale.ROOT,
                    "drift %s: %s, was %s; PSI %.2f over %d frames, %.2f beyond chance",
                    statistic,
                    word(now.level()),
                    word(from),
                    now.psi(),
                    DriftWatch.WINDOW,
                    now.excess()));
        }
    }

    private static String word(DriftLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    boolean isWatching() {
        return watch != null;
    }

    /** Null without a comparison. */
    DriftState state() {
        return watch == null ? null : watch.state();
    }

    @Override
    public void read(Perception perception, Frame frame) {
        watch.add(frame, perception, perception.publishedNs());
    }

    /** The same keys whether or not there was a comparison. */
    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("drift");
        json.writeBooleanField("watching", isWatching());
        json.writeStringField("note", note);
        DriftJson.write(json, state());
        json.writeEndObject();
    }

    /** One line on how it went; null without a whole window. */
    String line() {
        DriftState state = state();
        if (state == null || state.windows() == 0) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "input %s, output %s, labels %s; at worst %s, %s, %s in %d windows of %d frames",
                word(state.input().level()),
                word(state.output().level()),
                word(state.labels().level()),
                word(state.input().worst()),
                word(state.output().worst()),
                word(state.labels().worst()),
                state.windows(),
                DriftWatch.WINDOW);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }

    @Override
    public void discard() {
        close();
    }
}
