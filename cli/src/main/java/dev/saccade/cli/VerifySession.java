package dev.saccade.cli;

import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.gate.CadenceLatency;
import dev.saccade.models.gate.Check;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.GateReport;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.GateTrial;
import dev.saccade.models.gate.LayerDivergence;
import dev.saccade.models.gate.LayerSearch;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.gate.WorstFrame;
import dev.saccade.models.precision.Precision;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One {@code saccade verify}: compares, measures, judges, and leaves a report. */
final class VerifySession {
    private final String name;
    private final VerifyOptions options;
    private final PrintWriter lines;
    private final Terminal terminal = new Terminal();
    private final Assets assets;

    VerifySession(String name, VerifyOptions options, PrintWriter lines) {
        this.name = name;
        this.options = options;
        this.lines = lines;
        assets = new Assets(terminal, options.versions);
    }

    int verify() throws Exception {
        ModelPackage model = ModelPackages.read(assets.model(name));
        ModelPackage judged = options.candidate == null ? model : ModelPackages.read(assets.model(options.candidate));
        Precision precision = Precision.of(judged.model());
        EngineOptions usual = Perceivers.options();
        MonotonicClock clock = MonotonicClock.SYSTEM;
        try (Subject reference = Subject.reference(model, usual);
                Subject candidate = Subject.candidate(judged, options.backend, on(usual.forModel(judged)));
                FrameSupply supply = supply(candidate, clock);
                GateTrial trial = new GateTrial(reference, candidate, precision, clock)) {
            trial.compare(supply, done -> terminal.status("compared " + done + " frames", System.nanoTime()));
            terminal.clearStatus();
            trial.measure(options.cadenceHz, options.deadlineNs());
            GateResult result = trial.judge(supply.uri());
            LayerDivergence layers = result.isPassed() ? null : layers(trial, model, judged, usual);
            Path out = out(result, model);
            if (out != null) {
                new VerifyReport(out).write(result, layers, trial.worst());
            }
            print(result, layers, out);
            if (!result.isPassed()) {
                throw new CommandException(
                        ExitCode.FELL_SHORT,
                        judged.name() + " fails the gate: " + result.verdict() + "; see " + out.resolve("report.html"));
            }
            return ExitCode.OK;
        }
    }

    private EngineOptions on(EngineOptions usual) {
        DeviceOptions device = usual.device();
        return options.device == null
                ? usual
                : usual.on(new DeviceOptions(options.device, device.priority(), device.budgetShare(), device.store()));
    }

    private FrameSupply supply(Subject candidate, MonotonicClock clock) throws Exception {
        FrameSource source = Cameras.open(TrialSource.uri(options.source, assets));
        return new FrameSupply(source, candidate.serving().frameMemory(), options.frames, clock);
    }

    private LayerDivergence layers(GateTrial trial, ModelPackage model, ModelPackage judged, EngineOptions usual)
            throws Exception {
        List<WorstFrame> worst = trial.worst();
        return LayerSearch.find(model, judged, worst.get(0).input(), usual);
    }

    private Path out(GateResult result, ModelPackage model) {
        if (options.out != null) {
            return options.out;
        }
        return result.isPassed() ? null : Path.of("verify-" + model.name());
    }

    private void print(GateResult result, LayerDivergence layers, Path out) {
        if (options.json) {
            lines.println(GateReport.json(result, layers).toPrettyString());
            lines.flush();
            return;
        }
        lines.println("reference " + result.reference());
        lines.println(
                "candidate " + result.candidate() + ", " + result.precision().word());
        lines.println("frames    " + result.frames().size() + " of " + result.source());
        for (Check check : result.checks()) {
            lines.println((check.isPassed() ? "ok        " : "FAILED    ") + check.text());
        }
        CadenceLatency latency = result.latency();
        lines.printf(
                Locale.ROOT,
                "latency   p50 %.2f ms, p99 %.2f ms, max %.2f ms; %d runs at %.1f Hz%n",
                latency.p50Ns() / 1e6,
                latency.p99Ns() / 1e6,
                latency.maxNs() / 1e6,
                latency.runs(),
                latency.hz());
        if (layers != null) {
            lines.println("layers    " + layers.note());
        }
        if (out != null) {
            lines.println("report    " + out);
        }
        lines.println("gate      " + (result.isPassed() ? "" : "failed: ") + result.verdict());
        lines.flush();
    }
}
