package dev.saccade.worker;

import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.Engines;
import dev.saccade.engine.FrameRegistrar;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultyEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.posix.WorkerProcess;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.util.Locale;

/**
 * The program of an engine's own process: {@link WorkerPerceiver} starts it, nobody else. It ends with the process that
 * started it, whatever that one ends of.
 */
public final class WorkerMain {
    /** Why a model was refused. */
    static final int PACKAGE = 0;

    static final int DEVICE = 1;
    static final int ENGINE = 2;

    private static final int DONE = 0;
    private static final int FAILED = 1;

    private WorkerMain() {}

    /**
     * Loads, looks until it is told to end, and ends the process at once: threads of a device's library must not hold
     * it back.
     *
     * @param args of {@link WorkerSpec#arguments}
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        int code = FAILED;
        try {
            int status = WorkerProcess.enter(WorkerSpec.parent(args));
            if (status == 0) {
                serve(WorkerSpec.read(args));
                code = DONE;
            }
        } catch (RuntimeException | Error e) {
            System.err.println("engine's process: " + e);
        } finally {
            Runtime.getRuntime().halt(code);
        }
    }

    private static void serve(WorkerSpec spec) {
        FaultPlan faults = FaultPlan.of(spec.faults(), 0);
        try {
            ModelPackage model = spec.model();
            Engine engine = Engines.load(model, spec.backend(), spec.options());
            FrameRegistrar registrar = engine instanceof FrameRegistrar r ? r : null;
            Engine looked = faults.isEmpty() ? engine : FaultyEngine.inRealTime(engine, faults, MonotonicClock.SYSTEM);
            try (Perceiver perceiver = Perceivers.over(
                    model, looked, spec.backend(), spec.options().device())) {
                new WorkerService(perceiver, faults, registrar).run();
            }
        } catch (PackageException e) {
            refuse(PACKAGE, e);
        } catch (EngineException e) {
            refuse(e.isMissingDevice() ? DEVICE : ENGINE, e);
        } catch (IllegalArgumentException e) {
            refuse(ENGINE, e);
        }
    }

    private static void refuse(int kind, Exception why) {
        try (Word word = new Word()) {
            word.begin(Word.REFUSED).put(kind).put(why.getMessage()).send(WorkerProcess.SOCKET);
        }
    }
}
