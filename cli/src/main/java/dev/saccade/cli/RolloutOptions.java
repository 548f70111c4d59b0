package dev.saccade.cli;

import dev.saccade.models.rollout.CanaryBounds;
import dev.saccade.shadow.ShadowSettings;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A candidate beside production ({@code --shadow}), or in its place for a share of runs ({@code --canary}). */
final class RolloutOptions {
    @Option(
            names = "--shadow",
            paramLabel = "NAME@candidate|PACKAGE",
            description = {
                "A candidate looks beside the model, only in the time that it leaves, and steers nothing"
                        + " (docs/rollout.md)."
            })
    String shadow;

    @Option(
            names = "--shadow-cost",
            paramLabel = "PERCENT",
            description = "What the shadow may add to the model's latency before it is stopped; 5 unless given.")
    Double shadowCost;

    @Option(
            names = "--canary",
            paramLabel = "NAME@candidate|PACKAGE",
            description = "A candidate serves a share of runs, and falls back to the model by itself.")
    String canary;

    @Option(
            names = "--canary-share",
            paramLabel = "P%",
            description = "Share of runs that the candidate serves, chosen by vehicle and run; 10%% unless given.",
            converter = ShareConverter.class)
    Double canaryShare;

    @Option(
            names = "--canary-min-agreement",
            paramLabel = "A",
            description =
                    "Least agreement with the model, 0 to 1; below it the candidate falls back. 0.9 unless given.")
    Double minAgreement;

    @Option(
            names = "--canary-max-latency",
            paramLabel = "FACTOR",
            description = "The candidate's p99 may be this many times the model's; 1.5 unless given.")
    Double maxLatency;

    @Option(
            names = "--canary-max-faults",
            paramLabel = "N",
            description = "Hangs and errors of the candidate that are borne; none unless given.")
    Integer maxFaults;

    @Option(names = "--canary-reset", description = "Forget that the candidate has fallen back here before.")
    boolean reset;

    @Option(
            names = "--canary-state",
            paramLabel = "DIR",
            description = "Where runs are counted and fall-backs remembered; $SACCADE_CACHE/rollout unless given.")
    Path state;

    @Option(
            names = "--vehicle",
            paramLabel = "ID",
            description = "This vehicle, for the choice of runs; the machine's id unless given.")
    String vehicle;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "This run, for the choice; the number of the run on this vehicle unless given.")
    String runId;

    void check() throws CommandException {
        RunChecks.require(
                shadow == null || canary == null,
                "--shadow and --canary: a canary brings its own comparison with the model; give one of the two");
        RunChecks.require(
                shadowCost == null || (shadowCost > 0 && Double.isFinite(shadowCost)),
                "--shadow-cost " + shadowCost + ": give a percentage above 0");
        RunChecks.require(
                shadowCost == null || shadow != null || canary != null,
                "--shadow-cost bounds what a candidate costs; name one with --shadow or --canary");
        boolean ofCanary = canaryShare != null
                || minAgreement != null
                || maxLatency != null
                || maxFaults != null
                || reset
                || state != null
                || vehicle != null
                || runId != null;
        RunChecks.require(
                canary != null || !ofCanary,
                "--canary-..., --vehicle and --run-id belong to --canary; name the candidate with it");
        try {
            bounds();
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--" + e.getMessage(), e);
        }
    }

    CanaryBounds bounds() {
        CanaryBounds usual = CanaryBounds.USUAL;
        return new CanaryBounds(
                minAgreement == null ? usual.minAgreement() : minAgreement,
                maxLatency == null ? usual.latencyFactor() : maxLatency,
                maxFaults == null ? usual.mostFaults() : maxFaults);
    }

    double cost() {
        return shadowCost == null ? ShadowSettings.COST_PERCENT : shadowCost;
    }
}
