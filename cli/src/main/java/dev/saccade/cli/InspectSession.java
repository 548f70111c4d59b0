package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProfiler;
import dev.saccade.engine.EngineProfilers;
import dev.saccade.frame.Cameras;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.inspect.EngineInspector;
import dev.saccade.models.inspect.Inspection;
import dev.saccade.models.inspect.InspectionJson;
import dev.saccade.models.inspect.InspectionPage;
import dev.saccade.models.inspect.NetworkInspector;
import dev.saccade.models.inspect.ProfileTrial;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One {@code saccade inspect}: finds what was named, looks, and prints. */
final class InspectSession {
    private final String subject;
    private final InspectOptions options;
    private final PrintWriter lines;
    private final Terminal terminal = new Terminal();
    private final Assets assets;
    private final EngineOptions usual = Perceivers.options();
    private final List<String> notes = new ArrayList<>();
    private String missing;

    InspectSession(String subject, InspectOptions options, PrintWriter lines) {
        this.subject = subject;
        this.options = options;
        this.lines = lines;
        assets = new Assets(terminal, options.versions);
    }

    int inspect() throws Exception {
        Inspection found = look();
        terminal.clearStatus();
        if (options.html != null) {
            OutputFile.write("--html", options.html, InspectionPage.of(found).getBytes(StandardCharsets.UTF_8));
        }
        if (options.json) {
            lines.print(InspectionJson.of(found));
        } else {
            new InspectText(lines, options.top).print(found);
            if (options.html != null) {
                lines.println("page      " + options.html);
            }
        }
        lines.flush();
        if (missing != null && !options.isNoRun) {
            throw new CommandException(ExitCode.NO_DEVICE, "nothing was run: " + missing);
        }
        return ExitCode.OK;
    }

    private Inspection look() throws Exception {
        Path path = Path.of(subject);
        if (Files.isDirectory(path) && EngineInspector.isEngine(path)) {
            return EngineInspector.look(subject, path, null, List.of());
        }
        EngineProfiler profiler = profiler();
        if (Files.isRegularFile(path)) {
            notes.add("an ONNX file alone is not run: what its input means only a package says (model.yaml)");
            return NetworkInspector.look(subject, path, null, profiler, usual, notes);
        }
        Path directory = assets.model(subject);
        ModelPackage model = ModelPackages.read(directory);
        String name = subject.indexOf('@') > 0 ? subject : model.name();
        if (options.backend == Backend.TENSORRT) {
            Path engine = new CompiledEngines(options.store).newest(model);
            return EngineInspector.look(name + " in " + engine, engine, NetworkInspector.summary(model.model()), notes);
        }
        if (options.isNoRun || profiler == null) {
            return NetworkInspector.look(name, model.model(), model.input(), profiler, usual, notes);
        }
        String uri = TrialSource.uri(options.source, assets);
        ProfileTrial trial = new ProfileTrial(
                (memory, most) -> new FrameSupply(Cameras.open(uri), memory, most, MonotonicClock.SYSTEM),
                options.frames,
                MonotonicClock.SYSTEM,
                done -> terminal.status("measured " + done + " of " + options.frames + " frames", System.nanoTime()));
        return NetworkInspector.run(name, model, profiler, usual, trial, notes);
    }

    /** Null when the library is missing, which is told and decides the exit code. */
    private EngineProfiler profiler() {
        EngineProfiler profiler = EngineProfilers.of(Backend.CPU).orElse(null);
        missing = profiler == null ? "the CPU back end is not on the class path" : profiler.unavailable();
        return missing == null ? profiler : null;
    }
}
