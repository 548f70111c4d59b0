package dev.saccade.cli;

import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.gate.CadenceLatency;
import dev.saccade.models.gate.Check;
import dev.saccade.models.gate.GateReport;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.LayerDivergence;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.vision.Perceivers;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        ModelPackage model = assets.read(name);
        ModelPackage judged = options.candidate == null ? model : assets.read(options.candidate);
        Path engines = assets.version().map(StoredVersion::engines).orElse(null);
        GateRun.Candidate candidate = new GateRun.Candidate(
                judged, options.backend, on(Perceivers.options().forModel(judged), engines));
        GateRun.Settings settings =
                new GateRun.Settings(options.source, options.frames, options.cadenceHz, options.deadlineNs());
        GateRun.Outcome outcome = new GateRun(assets)
                .of(
                        model,
                        candidate,
                        settings,
                        result -> out(result, model),
                        done -> terminal.status("compared " + done + " frames", System.nanoTime()));
        terminal.clearStatus();
        GateResult result = outcome.result();
        print(result, outcome.layers(), outcome.report());
        if (!result.isPassed()) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    judged.name() + " fails the gate: " + result.verdict() + "; see "
                            + outcome.report().resolve("report.html"));
        }
        return ExitCode.OK;
    }

    /** On the device that was named, with the engines of the judged version where it is one. */
    private EngineOptions on(EngineOptions usual, Path engines) {
        DeviceOptions device = usual.device();
        return usual.on(new DeviceOptions(
                options.device == null ? device.index() : options.device,
                device.priority(),
                device.budgetShare(),
                engines == null ? device.store() : engines));
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
