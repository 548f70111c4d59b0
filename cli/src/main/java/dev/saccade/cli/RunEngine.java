package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultyEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.shadow.BackgroundEngine;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.worker.WorkerPerceiver;
import dev.saccade.worker.WorkerRecord;
import java.nio.file.Path;

/** Loads what looks at the frames of a run: in this process or in one of its own, with what stands in for it. */
final class RunEngine {
    private final RunOptions options;
    private final GpuOptions gpu;
    private final FaultPlan faults;
    /** Null when the engine runs in this process. */
    private WorkerPerceiver worker;

    RunEngine(RunOptions options, GpuOptions gpu, FaultPlan faults) {
        this.options = options;
        this.gpu = gpu;
        this.faults = faults;
    }

    static boolean isIsolated(RunOptions options) {
        return options.isolation.equals(IsolationConverter.PROCESS);
    }

    /** @return the perceiver with its standby, owned by the caller */
    Perceiver load(NamedModel serving, Assets assets) throws Exception {
        EngineOptions usual = engineOptions();
        EngineOptions own = with(serving.engines(), usual);
        return new StandbyModel(options.fallback, assets).beside(alone(serving.model(), own), own, usual);
    }

    /** With the engines of a version, where there is one. */
    private static EngineOptions with(Path engines, EngineOptions usual) {
        DeviceOptions device = usual.device();
        return engines == null
                ? usual
                : usual.on(new DeviceOptions(device.index(), device.priority(), device.budgetShare(), engines));
    }

    /** @return a candidate, with production on its usual back end in this process to stand in for it */
    Perceiver loadBefore(NamedModel candidate, NamedModel production)
            throws PackageException, EngineException, CommandException {
        EngineOptions usual = engineOptions();
        Perceiver standby = inThisProcess(production.model(), with(production.engines(), usual));
        try {
            return Perceivers.withStandby(alone(candidate.model(), with(candidate.engines(), usual)), standby);
        } catch (PackageException | EngineException | CommandException e) {
            standby.close();
            throw e;
        }
    }

    /**
     * @param backend what the one that serves runs on
     * @return a model that gives way to it: one thread, behind others on the CPU and on a GPU
     */
    Perceiver loadBehind(NamedModel behind, Backend backend) throws PackageException, EngineException {
        EngineOptions usual = with(behind.engines(), engineOptions());
        DeviceOptions asked = gpu.of(behind.model(), usual.device());
        DeviceOptions low =
                new DeviceOptions(asked.index(), DeviceOptions.Priority.LOW, asked.budgetShare(), asked.store());
        EngineOptions one = new EngineOptions(1, false, usual.avoidCpu(), usual.cache(), low);
        Engine engine = BackgroundEngine.of(Engines.load(behind.model(), backend, one));
        return Perceivers.over(behind.model(), engine, backend, low);
    }

    private Perceiver inThisProcess(ModelPackage model, EngineOptions usual) throws PackageException, EngineException {
        DeviceOptions device = gpu.of(model, usual.device());
        return Perceivers.over(model, Engines.load(model, options.backend, usual.on(device)), options.backend, device);
    }

    /** What became of the engine's own process; null without one. */
    WorkerRecord worker() {
        return worker == null ? null : worker.record();
    }

    private Perceiver alone(ModelPackage model, EngineOptions usual)
            throws PackageException, EngineException, CommandException {
        DeviceOptions device = gpu.of(model, usual.device());
        if (isIsolated(options)) {
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

    private EngineOptions engineOptions() {
        EngineOptions defaults = Perceivers.options();
        return new EngineOptions(
                options.threads == null ? defaults.threads() : options.threads,
                !options.savePower && defaults.spin(),
                ThreadPolicy.controlCpu(),
                defaults.cache());
    }
}
