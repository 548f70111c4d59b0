package dev.saccade.cli;

import dev.saccade.cli.telemetry.LoopState;
import dev.saccade.cli.telemetry.MqttSettings;
import dev.saccade.cli.telemetry.MqttTelemetry;
import dev.saccade.cli.telemetry.TelemetryCounts;
import dev.saccade.cli.telemetry.TelemetryException;
import dev.saccade.control.Actuator;
import dev.saccade.control.ControlLaw;
import dev.saccade.control.ControlLoop;
import dev.saccade.control.ControlRun;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.LoopEnd;
import dev.saccade.control.Tolerances;
import dev.saccade.control.example.SlowForPeople;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.fault.FaultyEngine;
import dev.saccade.fault.FaultySource;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.model.Task;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.worker.WorkerPerceiver;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One {@code saccade run}: opens what was asked for, runs the loop, writes what was asked for, tells how it went. */
final class RunSession {
    private static final String PERSON = "person";
    private static final double DEGRADED_SPEED = 0.2;
    private static final long EXIT_PATIENCE_S = 10;
    private static final long STOP_PATIENCE_NS = 3_000_000_000L;
    /** Which frames are lost is the same in every run. */
    private static final long FAULT_SEED = 1;

    private final RunOptions options;
    private final RunStart start;
    private final Terminal terminal = new Terminal();
    private final Assets assets = new Assets(terminal);
    private final GpuOptions gpu;
    private final Outlet outlet;
    private final CountDownLatch completed = new CountDownLatch(1);
    private final FaultPlan faults;
    private volatile boolean ending;
    private volatile int exitCode = ExitCode.FELL_SHORT;
    /** Null unless asked for. */
    private MqttTelemetry telemetry;
    /** How far the model is trusted, in words. */
    private String trust = "";
    /** Null when the engine runs in this process. */
    private WorkerPerceiver worker;

    RunSession(RunOptions options, RunStart start) {
        this.options = options;
        this.start = start;
        gpu = new GpuOptions(options);
        outlet = new Outlet(options);
        faults = FaultPlan.of(options.faults, FAULT_SEED);
    }

    int run() throws Exception {
        check();
        telemetry = telemetry();
        String source = assets.source(options.source);
        Path directory = assets.model(options.model);
        trust = assets.trust();
        // The source's libraries load while the engine's do.
        FutureTask<FrameSource> opening = new FutureTask<>(() -> spoiled(Cameras.open(source)));
        Thread opener = new Thread(opening, "saccade-open");
        opener.setDaemon(true);
        opener.start();
        ModelPackage model = ModelPackages.read(directory);
        if (options.minScore != null) {
            model = model.withMinScore(options.minScore);
        }
        require(
                options.masks == null || model.task() == Task.SEGMENTATION,
                "--masks " + options.masks + ": model " + model.name() + " makes no masks; name a segmentation model");
        Perceiver perceiver;
        try {
            perceiver = new StandbyModel(options.fallback, assets).beside(perceiver(model), engineOptions());
        } catch (Exception e) {
            closeQuietly(opening);
            throw e;
        }
        gpu.tell(perceiver);
        try (perceiver;
                FrameSource camera = opened(opening);
                Actuator<DriveCommand> actuator = outlet.open(options.actuator)) {
            return run(camera, perceiver, actuator);
        }
    }

    private FrameSource spoiled(FrameSource source) {
        return faults.isEmpty() ? source : new FaultySource(source, faults);
    }

    private Perceiver perceiver(ModelPackage model) throws PackageException, EngineException, CommandException {
        EngineOptions usual = engineOptions();
        DeviceOptions device = gpu.of(model, usual.device());
        if (isIsolated()) {
            worker = WorkerPerceiver.load(model, options.backend, usual.on(device), faults);
            return worker;
        }
        Engine engine = Engines.load(model, options.backend, usual.on(device));
        if (faults.isEmpty()) {
            return Perceivers.over(model, engine, options.backend, device);
        }
        try {
            return Perceivers.over(
                    model, FaultyEngine.inRealTime(engine, faults, MonotonicClock.SYSTEM), options.backend, device);
        } catch (IllegalArgumentException e) {
            engine.close();
            throw new CommandException(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    private boolean isIsolated() {
        return options.isolation.equals(IsolationConverter.PROCESS);
    }

    private int run(FrameSource camera, Perceiver perceiver, Actuator<DriveCommand> actuator) throws Exception {
        Outputs outputs = new Outputs(perceiver, camera.isLossless());
        boolean ran = false;
        try {
            RunHolder holder = new RunHolder();
            ControlLoop<DriveCommand> loop = loop(camera, perceiver, actuator);
            addOutputs(outputs, camera, holder);
            outputs.taps().forEach(loop::tap);
            try (ControlRun<DriveCommand> run = loop.prepare()) {
                holder.run = run;
                LoopEnd end = drive(run, perceiver, outputs);
                ran = true;
                actuator.close();
                return conclude(run, perceiver, end, outputs);
            }
        } finally {
            if (!ran) {
                outputs.discard();
            }
            outputs.close();
            completed.countDown();
        }
    }

    private LoopEnd drive(ControlRun<DriveCommand> run, Perceiver perceiver, Outputs outputs) {
        Runtime.getRuntime().addShutdownHook(new Thread(this::completeAtExit, "saccade-complete"));
        terminal.install();
        StatusLine status = new StatusLine(run, perceiver, terminal);
        try {
            outputs.start(() -> run.parts().control().rules() != null);
            status.start();
            if (telemetry != null) {
                telemetry.start(new LoopState(run, telemetry.run()), run::operatorStop);
                telemetry.awaitStop(STOP_PATIENCE_NS);
            }
            return run.run();
        } finally {
            if (telemetry != null) {
                telemetry.close();
            }
            status.finish();
            terminal.uninstall();
        }
    }

    private int conclude(ControlRun<?> run, Perceiver perceiver, LoopEnd end, Outputs outputs) throws Exception {
        String unwritten = outputs.finish();
        String shortfall = shortfall(run, perceiver, end, unwritten);
        exitCode = end.cause() == LoopEnd.Cause.SOURCE_FAILED
                ? ExitCode.BAD_INPUT
                : shortfall == null ? ExitCode.OK : ExitCode.FELL_SHORT;
        TelemetryCounts counts = telemetry == null ? null : telemetry.counts();
        RunFacts facts =
                new RunFacts(start, counts, outlet.gate(), faults, gpu, worker == null ? null : worker.record(), trust);
        RunReport report = new RunReport(run, perceiver, facts);
        new RunSummary(run, perceiver, report, start).print(end, outputs.dropped());
        if (options.report != null) {
            report.write(options.report, end, exitCode);
        }
        if (shortfall != null) {
            if (ending) {
                // The program ends by a signal, and nobody prints what this method throws.
                System.err.println("saccade: " + shortfall);
            }
            throw new CommandException(exitCode, shortfall);
        }
        return exitCode;
    }

    /** One line on what went wrong, the worst first; null when nothing did. */
    private static String shortfall(ControlRun<?> run, Perceiver perceiver, LoopEnd end, String unwritten) {
        if (!end.isSound()) {
            return end.detail();
        }
        var perception = run.parts().perception();
        if (perception.processed() == 0 && perception.faults() > 0) {
            return "no frame could be seen: " + perceiver.lastError();
        }
        return unwritten;
    }

    private void check() throws CommandException {
        gpu.check();
        require(
                options.minScore == null || (options.minScore >= 0 && options.minScore <= 1),
                "--min-score " + options.minScore + " is outside 0 to 1");
        require(
                !isIsolated() || !StandbyModel.NONE.equals(options.fallback),
                "--isolation process needs a standby while the engine's process starts anew: leave --fallback none out");
        for (FaultSpec fault : options.faults) {
            require(
                    isIsolated() || !fault.kind().isOfWorker(),
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

    private static void require(boolean condition, String message) throws CommandException {
        if (!condition) {
            throw new CommandException(ExitCode.USAGE, message);
        }
    }

    private EngineOptions engineOptions() {
        EngineOptions defaults = Perceivers.options();
        return new EngineOptions(
                options.threads == null ? defaults.threads() : options.threads,
                !options.savePower && defaults.spin(),
                ThreadPolicy.controlCpu(),
                defaults.cache());
    }

    private MqttTelemetry telemetry() throws CommandException {
        if (options.mqtt == null) {
            require(
                    options.mqttLogin == null && options.mqttCa == null,
                    "--mqtt-login and --mqtt-ca belong to --mqtt; name the broker with it");
            return null;
        }
        try {
            return new MqttTelemetry(MqttSettings.of(options.mqtt, options.mqttLogin, options.mqttCa));
        } catch (TelemetryException e) {
            throw new CommandException(e.isUsage() ? ExitCode.USAGE : ExitCode.BAD_INPUT, e.getMessage(), e);
        }
    }

    private ControlLoop<DriveCommand> loop(FrameSource camera, Perceiver perceiver, Actuator<DriveCommand> actuator) {
        ControlLoop<DriveCommand> loop = ControlLoop.of(camera, perceiver, actuator)
                .rateHz(options.rateHz)
                .safe(options.safePolicy)
                .decide(law(perceiver.model()))
                .degraded((in, command) -> command.speed(DEGRADED_SPEED));
        if (telemetry != null) {
            loop.events(telemetry);
        }
        if (outlet.isGateRequired()) {
            loop.requireGate();
        }
        if (options.deadline != null) {
            loop.perceptionDeadline(options.deadline);
        }
        if (options.maxAge != null) {
            loop.maxAge(options.maxAge);
        }
        if (options.safeAfter != null) {
            loop.safeAfter(options.safeAfter);
        }
        if (options.hangTimeout != null) {
            loop.hangTimeout(options.hangTimeout);
        }
        loop.tolerances(tolerances());
        if (options.frames != null) {
            loop.frames(options.frames);
        }
        if (options.duration != null) {
            loop.duration(options.duration);
        }
        return loop;
    }

    private Tolerances tolerances() {
        Tolerances tolerances = Tolerances.standard();
        if (options.deadlineMisses != null) {
            tolerances = tolerances.deadlineMisses(options.deadlineMisses.n(), options.deadlineMisses.m());
        }
        return options.acceptRepeats ? tolerances.acceptRepeatedPictures() : tolerances;
    }

    private static ControlLaw<DriveCommand> law(ModelPackage model) {
        boolean seesPeople = model.task() == Task.DETECTION && model.labels().contains(PERSON);
        return seesPeople ? new SlowForPeople() : new StandStill();
    }

    private void addOutputs(Outputs outputs, FrameSource camera, RunHolder holder) throws Exception {
        if (options.perceptions != null) {
            outputs.addLines("lines", new PerceptionLines(options.perceptions, holder::maxAgeNs));
        }
        if (options.annotate != null) {
            outputs.addPictures("annotate", new AnnotatedOutput(options.annotate, camera, holder::caption));
        }
        if (options.masks != null) {
            outputs.addLines("masks", new MaskOutput(options.masks));
        }
    }

    private static FrameSource opened(FutureTask<FrameSource> opening) throws Exception {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void closeQuietly(FutureTask<FrameSource> opening) {
        try {
            opening.get().close();
        } catch (ExecutionException | InterruptedException e) {
            // The engine's refusal is what the user is told.
        }
    }

    /** At Ctrl-C the loop stops by its own hook; the process waits until the files are whole. */
    private void completeAtExit() {
        ending = true;
        try {
            if (!completed.await(EXIT_PATIENCE_S, TimeUnit.SECONDS)) {
                System.err.println("saccade: files were not completed within " + EXIT_PATIENCE_S + " s");
            }
            // In order: the exit code is the one in the report, not that of the signal.
            Main.end(exitCode);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the readers ask of a run that is made after them. */
    private static final class RunHolder {
        private volatile ControlRun<?> run;

        long maxAgeNs() {
            var rules = run.parts().control().rules();
            return rules == null ? Long.MAX_VALUE : rules.maxAgeNs();
        }

        String caption() {
            var counters = run.parts().control().counters();
            return counters.mode() + " (" + counters.reason().text() + ")";
        }
    }
}
