package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Cameras;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.GateTrial;
import dev.saccade.models.gate.LayerDivergence;
import dev.saccade.models.gate.LayerSearch;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.precision.Precision;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** One pass of the accuracy gate: compares an engine with the CPU reference, measures, judges, and leaves a report. */
final class GateRun {
    private final Assets assets;

    GateRun(Assets assets) {
        this.assets = assets;
    }

    /** What is judged. */
    record Candidate(ModelPackage model, Backend backend, EngineOptions options) {}

    /**
     * On what and how.
     *
     * @param source URI, or null for what is here
     * @param deadlineNs {@link Long#MAX_VALUE} for none
     * @param without digests of pictures that are left out
     */
    record Settings(String source, int frames, double cadenceHz, long deadlineNs, Set<String> without) {
        Settings(String source, int frames, double cadenceHz, long deadlineNs) {
            this(source, frames, cadenceHz, deadlineNs, Set.of());
        }
    }

    /**
     * How it ended.
     *
     * @param layers where the networks part; null when it passed
     * @param report directory of the files; null when none were written
     */
    record Outcome(GateResult result, LayerDivergence layers, Path report) {}

    /**
     * Runs the gate.
     *
     * @param reference its graph as it is written gives the right answers
     * @param report where files go for a result, or null for none
     * @param progress hears the number of frames done
     */
    Outcome of(
            ModelPackage reference,
            Candidate judged,
            Settings settings,
            Function<GateResult, Path> report,
            IntConsumer progress)
            throws Exception {
        Precision precision = Precision.of(judged.model().model());
        EngineOptions usual = Perceivers.options();
        MonotonicClock clock = MonotonicClock.SYSTEM;
        try (Subject right = Subject.reference(reference, usual);
                Subject candidate = Subject.candidate(judged.model(), judged.backend(), judged.options());
                FrameSupply supply = supply(candidate, settings, clock);
                GateTrial trial = new GateTrial(right, candidate, precision, clock)) {
            trial.compare(supply, progress);
            trial.measure(settings.cadenceHz(), settings.deadlineNs());
            GateResult result = trial.judge(supply.uri());
            LayerDivergence layers = result.isPassed()
                    ? null
                    : LayerSearch.find(
                            reference, judged.model(), trial.worst().get(0).input(), usual);
            Path out = report.apply(result);
            if (out != null) {
                new VerifyReport(out).write(result, layers, trial.worst());
            }
            return new Outcome(result, layers, out);
        }
    }

    private FrameSupply supply(Subject candidate, Settings settings, MonotonicClock clock) throws Exception {
        return new FrameSupply(
                Cameras.open(TrialSource.uri(settings.source(), assets)),
                candidate.serving().frameMemory(),
                settings.frames(),
                clock,
                settings.without());
    }
}
