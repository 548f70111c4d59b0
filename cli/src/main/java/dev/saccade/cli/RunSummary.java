package dev.saccade.cli;

import dev.saccade.control.ControlRun;
import dev.saccade.control.LoopEnd;
import dev.saccade.control.LoopParts;
import dev.saccade.control.mode.Mode;
import dev.saccade.frame.FrameSource;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.Latency;
import dev.saccade.vision.Perceiver;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last words of a run: what it saw, how late, in which modes, and the one thing most worth changing. */
final class RunSummary {
    private final ControlRun<?> run;
    private final Perceiver perceiver;
    private final RunReport report;
    private final RunStart start;

    RunSummary(ControlRun<?> run, Perceiver perceiver, RunReport report, RunStart start) {
        this.run = run;
        this.perceiver = perceiver;
        this.report = report;
        this.start = start;
    }

    void print(LoopEnd end, long droppedOutputs) {
        LoopParts<?> parts = run.parts();
        var counters = parts.control().counters();
        Latency latency = report.latency();
        line(
                "frames    %d captured, %d seen, %d dropped for newer ones, %d stale, %d past the deadline",
                parts.camera().captured(),
                parts.perception().processed(),
                parts.ring().unread(),
                parts.perception().stale(),
                parts.perception().missed());
        if (latency.count() > 0) {
            line(
                    "latency   capture to result: p50 %.1f ms, p99 %.1f ms, max %.1f ms (stamp %s)",
                    latency.percentile(50) / 1e6,
                    latency.percentile(99) / 1e6,
                    latency.max() / 1e6,
                    parts.source().stamp());
        }
        if (parts.perception().firstResultNs() != 0) {
            line(
                    "first     result %.0f ms after start, %.1f ms after its capture",
                    start.firstResultMs(parts.perception()), parts.perception().firstLatencyNs() / 1e6);
        }
        if (!camera().isEmpty()) {
            line("camera    %s", camera());
        }
        line("engine    %s: %s", perceiver.backend(), perceiver.description());
        line("model     %s: %s", perceiver.model().name(), report.trust());
        report.rolloutLines().forEach(text -> line("%s", text));
        if (report.driftLine() != null) {
            line("drift     %s", report.driftLine());
        }
        if (parts.standby() != null) {
            var failover = parts.perception().failover();
            line(
                    "standby   %s: %d results after %d hangs and %d errors of the engine",
                    parts.standby().model().name(), failover.standbyResults(), failover.hangs(), failover.errors());
        }
        if (report.workerLine() != null) {
            line("worker    %s", report.workerLine());
        }
        if (run.rule() != null) {
            line(
                    "max age   %.1f ms; least for this stream: %s",
                    parts.control().rules() == null
                            ? 0.0
                            : parts.control().rules().maxAgeNs() / 1e6,
                    run.rule());
        }
        line(
                "control   %d ticks, %d skipped; NOMINAL %d, DEGRADED %d, SAFE %d",
                counters.ticks(),
                counters.skipped(),
                counters.ticks(Mode.NOMINAL),
                counters.ticks(Mode.DEGRADED),
                counters.ticks(Mode.SAFE));
        line("gate      %s", report.gate());
        if (droppedOutputs > 0) {
            line("files     %d entries dropped, the disk or the drawing was slower than the camera", droppedOutputs);
        }
        if (report.mqttLine() != null) {
            line("mqtt      %s", report.mqttLine());
        }
        line("ended     %s%s", end.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '), advice());
    }

    /** What befell the camera, the counts above 0. */
    private String camera() {
        FrameSource source = run.parts().source();
        CameraAgent camera = run.parts().camera();
        return Stream.of(
                        counted(source.gaps(), "lost by the source itself"),
                        counted(source.torn(), "torn"),
                        counted(camera.late(), "late"),
                        counted(camera.duplicates(), "repeated"),
                        counted(camera.resets(), "resets"),
                        counted(source.reconnects(), "reconnects"),
                        counted(source.skipped(), "skipped for newer ones in the source"),
                        counted(source.unmatched(), "unmatched"))
                .filter(text -> text != null)
                .collect(Collectors.joining(", "));
    }

    private static String counted(long count, String what) {
        return count > 0 ? count + " " + what : null;
    }

    private String advice() {
        LoopParts<?> parts = run.parts();
        long periodNs = parts.source().framePeriodNs();
        boolean slow = parts.perception().timings().inference().percentile(50) > periodNs;
        if (periodNs > 0 && slow && !parts.source().isLossless()) {
            return "; most worth changing: the engine is slower than the camera, use a smaller model or a GPU";
        }
        return run.refused().isEmpty() ? "" : "; most worth changing: " + run.refused();
    }

    private static void line(String format, Object... arguments) {
        System.err.println(String.format(Locale.ROOT, format, arguments));
    }
}
