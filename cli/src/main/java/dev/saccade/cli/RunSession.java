package dev.saccade.cli;

import dev.saccade.cli.telemetry.LoopState;
import dev.saccade.cli.telemetry.MqttSettings;
import dev.saccade.cli.telemetry.MqttTelemetry;
import dev.saccade.cli.telemetry.TelemetryCounts;
import dev.saccade.cli.telemetry.TelemetryException;
import dev.saccade.control.Actuator;
import dev.saccade.control.ControlLoop;
import dev.saccade.control.ControlRun;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.LoopEnd;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultySource;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.lens.CameraView;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.vision.Perceiver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** One {@code saccade run}: opens what was asked for, runs the loop, writes what was asked for, tells how it went. */
final class RunSession {
    private static final long EXIT_PATIENCE_S = 10;
    private static final long STOP_PATIENCE_NS = 3_000_000_000L;
    /** Which frames are lost is the same in every run. */
    private static final long FAULT_SEED = 1;

    private final RunOptions options;
    private final RunStart start;
    private final Terminal terminal = new Terminal();
    private final Assets assets;
    private final GpuOptions gpu;
    private final Outlet outlet;
    private final CountDownLatch completed = new CountDownLatch(1);
    private final FaultPlan faults;
    private final RunEngine engine;
    private final RunRollout rollout;
    private volatile boolean ending;
    private volatile int exitCode = ExitCode.FELL_SHORT;
    /** Null unless asked for. */
    private MqttTelemetry telemetry;
    /** How far the model is trusted, in words. */
    private String trust = "";

    private RunDrift drift;

    RunSession(RunOptions options, RunStart start) {
        this.options = options;
        this.start = start;
        assets = new Assets(terminal, options.versions);
        gpu = new GpuOptions(options);
        outlet = new Outlet(options);
        faults = FaultPlan.of(options.faults, FAULT_SEED);
        engine = new RunEngine(options, gpu, faults);
        rollout = new RunRollout(options, assets, engine);
    }

    int run() throws Exception {
        RunChecks.check(options);
        telemetry = telemetry();
        String source = assets.source(options.source);
        CameraView view = options.view.view();
        ModelPackage model = rollout.choose().model();
        // The source's libraries load while the engine's do.
        FutureTask<FrameSource> opening = new FutureTask<>(() -> ViewOptions.over(spoiled(Cameras.open(source)), view));
        Thread opener = new Thread(opening, "saccade-open");
        opener.setDaemon(true);
        opener.start();
        RunChecks.require(
                options.masks == null || model.task() == Task.SEGMENTATION,
                "--masks " + options.masks + ": model " + model.name() + " makes no masks; name a segmentation model");
        Perceiver perceiver;
        try {
            perceiver = rollout.load();
        } catch (Exception e) {
            closeQuietly(opening);
            throw e;
        }
        gpu.tell(perceiver);
        trust = rollout.serving().trust();
        try (perceiver;
                rollout;
                FrameSource camera = opened(opening);
                Actuator<DriveCommand> actuator = outlet.open(options.actuator)) {
            NamedModel serving = rollout.serving();
            drift = RunDrift.of(options.drift, serving.version(), serving.model());
            return run(camera, perceiver, actuator);
        }
    }

    private FrameSource spoiled(FrameSource source) {
        return faults.isEmpty() ? source : new FaultySource(source, faults);
    }

    private int run(FrameSource camera, Perceiver perceiver, Actuator<DriveCommand> actuator) throws Exception {
        Outputs outputs = new Outputs(perceiver, camera.isLossless());
        boolean ran = false;
        try {
            RunHolder holder = new RunHolder();
            ControlLoop<DriveCommand> loop = RunLoop.of(options, camera, perceiver, actuator);
            if (telemetry != null) {
                loop.events(telemetry);
            }
            if (outlet.isGateRequired()) {
                loop.requireGate();
            }
            addOutputs(outputs, camera, holder);
            rollout.join(
                    loop, camera, perceiver, outputs, () -> holder.run.parts().perception());
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
        StatusLine status = new StatusLine(run, perceiver, terminal, rollout::status);
        try {
            outputs.start(() -> run.parts().control().rules() != null);
            status.start();
            if (telemetry != null) {
                telemetry.start(new LoopState(run, telemetry.run(), drift::state), run::operatorStop);
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
                new RunFacts(start, counts, outlet.gate(), faults, gpu, engine.worker(), trust, drift, rollout);
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

    private MqttTelemetry telemetry() throws CommandException {
        if (options.mqtt == null) {
            RunChecks.require(
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
        if (drift.isWatching()) {
            outputs.addWatch("drift", drift);
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
