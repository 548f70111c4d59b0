package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.frame.Frame;
import dev.saccade.model.PackageException;
import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelsException;
import dev.saccade.models.rollout.CanaryBounds;
import dev.saccade.models.rollout.CanaryFigures;
import dev.saccade.models.rollout.CanaryWatch;
import dev.saccade.models.rollout.RolloutState;
import dev.saccade.models.rollout.RunShare;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.shadow.ShadowRecord;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the candidate serves this run, and, while it does, whether it may go on. What is in the way of a candidate never
 * keeps production from serving. Watches on a tap's thread.
 */
final class RunCanary implements RunOutput {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.rollout");
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final double SHARE = 0.1;
    /** Frames from one judgement to the next. */
    private static final int EVERY = 10;

    private final RolloutOptions options;
    private final Latency latency = new Latency();
    /** Null when it cannot be used; {@link #note} tells why. */
    private RolloutState state;

    private NamedModel candidate;
    /** Known to be sound once it is asked what serves. */
    private CanaryBounds bounds;

    private String vehicle = "";
    private String run = "";
    private double place = Double.NaN;
    private boolean chosen;
    private String note = "";
    private volatile String fellBack = "";
    private Supplier<PerceptionAgent> agent;
    private ShadowRecord comparison;
    private long read;

    RunCanary(RolloutOptions options) {
        this.options = options;
    }

    /** How a model is found by its name. */
    interface Finder {
        NamedModel find(String name) throws Exception;
    }

    /** What serves this run. */
    NamedModel choose(NamedModel production, Finder finder) throws Exception {
        bounds = options.bounds();
        try {
            decide(production, finder);
        } catch (ModelsException | PackageException | CommandException e) {
            chosen = false;
            note = e.getMessage();
        }
        tell(production);
        return chosen ? candidate : production;
    }

    private void decide(NamedModel production, Finder finder) throws Exception {
        String name = production.model().name();
        state = RolloutState.open(options.state == null ? SharedCache.directory("rollout") : options.state, name);
        if (options.reset) {
            state.reset();
        }
        vehicle = options.vehicle == null ? machine() : options.vehicle;
        run = options.runId == null ? Long.toString(state.nextRun()) : options.runId;
        place = RunShare.place(vehicle, name, run);
        candidate = finder.find(options.canary);
        RunShadow.requireComparable(production.model(), candidate.model());
        Optional<RolloutState.FallBack> before =
                state.fallenBack(candidate.model().identity());
        if (before.isPresent()) {
            note = "fell back on " + before.get().time() + " (" + before.get().reason()
                    + "); another candidate or --canary-reset starts afresh";
        } else if (candidate.model().identity().equals(production.model().identity())) {
            note = "the candidate is what serves";
        } else {
            chosen = RunShare.isChosen(vehicle, name, run, share());
        }
    }

    private double share() {
        return options.canaryShare == null ? SHARE : options.canaryShare;
    }

    /** The machine's id where there is one (machine-id(5)); every vehicle without one chooses alike. */
    private static String machine() {
        try {
            return Files.readString(MACHINE_ID).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private void tell(NamedModel production) {
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "canary {}: {} serves run {}{}",
                    options.canary,
                    (chosen ? candidate : production).model().name(),
                    run,
                    note.isEmpty() ? String.format(Locale.ROOT, " (%.3f of %.3f)", place, share()) : ": " + note);
        }
    }

    /** Whether the candidate serves. */
    boolean isChosen() {
        return chosen;
    }

    NamedModel candidate() {
        return candidate;
    }

    /** The candidate cannot serve after all. */
    void refuse(String why) {
        chosen = false;
        fallBack(why);
    }

    /**
     * What the watch looks at.
     *
     * @param perception of the run, once it is made
     * @param beside production's looks beside the candidate
     */
    void watch(Supplier<PerceptionAgent> perception, ShadowRecord beside) {
        agent = perception;
        comparison = beside;
    }

    @Override
    public void read(Perception perception, Frame frame) {
        if (!perception.isFallback()) {
            latency.record(perception.postprocessedNs() - perception.leasedNs());
        }
        read++;
        boolean isFaulty = agent.get().failover().failovers() > 0;
        if (fellBack.isEmpty() && (isFaulty || read % EVERY == 0)) {
            judge();
        }
    }

    private void judge() {
        PerceptionAgent perception = agent.get();
        String why = CanaryWatch.reason(
                bounds,
                new CanaryFigures(
                        latency.count(),
                        latency.percentile(99),
                        perception.standbyWarmUp().percentile(99),
                        comparison.compared(),
                        comparison.agreementRecent(),
                        perception.failover().failovers()));
        if (!why.isEmpty()) {
            perception.withdraw("the canary falls back: " + why);
            fallBack(why);
        }
    }

    private void fallBack(String why) {
        fellBack = why;
        LOG.info("canary {} falls back to production: {}", options.canary, why);
        try {
            state.fallBack(candidate.model().identity(), why, Instant.now());
        } catch (ModelsException e) {
            LOG.warn("canary: the fall-back is not remembered: {}", e.getMessage());
        }
    }

    /** A few words while the run lasts; empty when production serves. */
    String status() {
        return !chosen ? "" : fellBack.isEmpty() ? "canary" : "canary: fell back";
    }

    /** One line when the run has ended. */
    String line() {
        String served = chosen ? "served run " + run : "did not serve run " + run;
        String why = fellBack.isEmpty()
                ? note
                : "fell back: " + fellBack + (chosen ? "; production had no standby from then on" : "");
        return options.canary + " " + served + (why.isEmpty() ? "" : "; " + why);
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("canary");
        json.writeStringField("candidate", options.canary);
        json.writeStringField(
                "identity", candidate == null ? "" : candidate.model().identity());
        json.writeNumberField("share", share());
        json.writeStringField("vehicle", vehicle);
        json.writeStringField("run", run);
        if (Double.isNaN(place)) {
            json.writeNullField("place");
        } else {
            json.writeNumberField("place", place);
        }
        json.writeBooleanField("chosen", chosen);
        json.writeBooleanField("fellBack", !fellBack.isEmpty());
        json.writeStringField("reason", fellBack.isEmpty() ? note : fellBack);
        // Production stood in for the candidate, and nothing stands in for production.
        json.writeBooleanField("withoutStandby", chosen && !fellBack.isEmpty());
        RunReport.latency(json, "latencyNs", latency);
        json.writeEndObject();
    }

    @Override
    public void close() {}

    @Override
    public void discard() {}
}
