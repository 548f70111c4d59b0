package dev.saccade.cli;

import dev.saccade.fault.FaultSpec;

/** Which options of {@code run} go together. */
final class RunChecks {
    private RunChecks() {}

    /** Refuses what cannot be meant, before anything is opened. */
    static void check(RunOptions options) throws CommandException {
        new GpuOptions(options).check();
        options.rollout.check();
        require(
                options.minScore == null || (options.minScore >= 0 && options.minScore <= 1),
                "--min-score " + options.minScore + " is outside 0 to 1");
        require(
                !RunEngine.isIsolated(options) || !StandbyModel.NONE.equals(options.fallback),
                "--isolation process needs a standby while the engine's process starts anew: leave --fallback none out");
        for (FaultSpec fault : options.faults) {
            require(
                    RunEngine.isIsolated(options) || !fault.kind().isOfWorker(),
                    "--fault " + fault.kind().word() + " ends the engine's process: add --isolation process");
        }
        require(options.frames == null || options.frames > 0, "--frames " + options.frames + ": give at least 1");
        require(options.threads == null || options.threads > 0, "--threads " + options.threads + ": give at least 1");
        if (options.perceptions != null) {
            OutputFile.require("--perceptions", options.perceptions);
        }
        if (options.report != null) {
            OutputFile.require("--report", options.report);
            require(
                    !options.report.equals(options.perceptions),
                    "--report and --perceptions both name " + options.report + "; give each a file of its own");
        }
        if (options.annotate != null
                && options.annotate.getFileName().toString().contains(".")) {
            OutputFile.require("--annotate", options.annotate);
        }
    }

    static void require(boolean condition, String message) throws CommandException {
        if (!condition) {
            throw new CommandException(ExitCode.USAGE, message);
        }
    }
}
