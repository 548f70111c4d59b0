package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.engine.FrameEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.model.SharedCache;
import dev.saccade.model.Task;
import dev.saccade.worker.WorkerPerceiver;
import java.nio.file.Path;
import java.util.Locale;

/** Makes perceivers of model packages. Stateless and safe for any thread. */
public final class Perceivers {
    private static final int MOST_THREADS = 4;
    private static final double WHOLE_DEADLINE = 1;

    private Perceivers() {}

    /**
     * Reads a package and loads it with {@link #options()}, on the GPU that it asks for, if it does, and its standby beside it: the smaller package that it
     * declares as its fallback, a directory beside its own or an absolute path; or, on a GPU and without such a
     * declaration, the same package on the CPU.
     *
     * @param directory the package
     * @param backend what runs it, or {@link Backend#AUTO}
     * @return the perceiver, owned by the caller
     * @throws PackageException when the package, or how it describes its graph, is wrong
     * @throws EngineException when the back end is unavailable or refuses the graph
     */
    public static Perceiver load(Path directory, Backend backend) throws PackageException, EngineException {
        ModelPackage model = ModelPackages.read(directory);
        return withStandby(load(model, backend, options().forModel(model)), fallback(model), options());
    }

    /**
     * As {@link #load(Path, Backend)}, with the engine in a process of its own. It always has a standby, which runs here.
     *
     * @param directory the package
     * @param backend what runs it there, or {@link Backend#AUTO}
     * @return the perceiver, owned by the caller
     * @throws PackageException when the package, or how it describes its graph, is wrong
     * @throws EngineException when the back end is unavailable or refuses the graph, or no process can be started
     */
    public static Perceiver loadIsolated(Path directory, Backend backend) throws PackageException, EngineException {
        ModelPackage model = ModelPackages.read(directory);
        return withStandby(WorkerPerceiver.load(model, backend, options().forModel(model)), fallback(model), options());
    }

    private static Path fallback(ModelPackage model) {
        return model.fallback() == null
                ? null
                : model.directory().toAbsolutePath().resolveSibling(model.fallback());
    }

    /**
     * Loads what stands in for a perceiver: a smaller package, or, where none is named and it runs on a GPU or in a
     * process of its own, its own on the CPU.
     *
     * @param perceiver taken over: closed with the result, and closed when this throws
     * @param fallback directory of the smaller package, or null; run on the CPU
     * @param options how the standby runs
     * @return both as one; the perceiver itself when it needs no standby
     * @throws PackageException when the fallback cannot be read, or cannot stand in for this model
     * @throws EngineException when the CPU back end refuses it
     */
    public static Perceiver withStandby(Perceiver perceiver, Path fallback, EngineOptions options)
            throws PackageException, EngineException {
        if (fallback == null && !perceiver.needsStandby()) {
            return perceiver;
        }
        Perceiver standby = null;
        boolean isTakenOver = false;
        try {
            ModelPackage model = fallback == null ? perceiver.model() : ModelPackages.read(fallback);
            standby = load(model, Backend.CPU, options);
            Perceiver both = new StandbyPerceiver(perceiver, standby);
            isTakenOver = true;
            return both;
        } finally {
            if (!isTakenOver) {
                perceiver.close();
                if (standby != null) {
                    standby.close();
                }
            }
        }
    }

    /**
     * Joins a perceiver with another one that stands in for it, on whatever back end that runs.
     *
     * @param perceiver taken over: closed with the result, and closed when this throws
     * @param standby likewise
     * @return both as one
     * @throws PackageException when the one cannot stand in for the other
     */
    public static Perceiver withStandby(Perceiver perceiver, Perceiver standby) throws PackageException {
        try {
            return new StandbyPerceiver(perceiver, standby);
        } catch (PackageException e) {
            perceiver.close();
            standby.close();
            throw e;
        }
    }

    /**
     * Why one perceiver cannot stand in for another: a controller asks both by the same labels, and masks are handed on
     * in one size.
     *
     * @param perceiver what usually looks
     * @param standby what would stand in
     * @return one line with the remedy; null when it can
     */
    public static String mismatch(Perceiver perceiver, Perceiver standby) {
        ModelPackage model = perceiver.model();
        ModelPackage other = standby.model();
        String both = "fallback " + other.name() + " cannot stand in for " + model.name() + ": ";
        if (model.task() != other.task()) {
            return both + "it does " + word(other.task()) + ", not " + word(model.task())
                    + "; name one for the same task";
        }
        for (String label : model.labels()) {
            if (!other.labels().contains(label)) {
                return both + "it has no label '" + label + "'; name one that knows all labels of " + model.name();
            }
        }
        try (Perception a = perceiver.newPerception();
                Perception b = standby.newPerception()) {
            if (a.mask() != null
                    && (a.mask().width() != b.mask().width()
                            || a.mask().height() != b.mask().height())) {
                return both + "its mask has " + size(b.mask()) + " pixels, not " + size(a.mask())
                        + "; name one whose mask has the same size";
            }
        }
        return null;
    }

    private static String word(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    private static String size(SegmentationMask mask) {
        return mask.width() + "x" + mask.height();
    }

    /**
     * Loads a package.
     *
     * @param model a package that was read and checked
     * @param backend what runs it, or {@link Backend#AUTO}
     * @param options how it runs
     * @return the perceiver, owned by the caller
     * @throws PackageException when the graph is not what the package describes: a tensor is missing or has another
     *     shape, or the labels are not as many as the classes
     * @throws EngineException when the back end is unavailable or refuses the graph
     */
    public static Perceiver load(ModelPackage model, Backend backend, EngineOptions options)
            throws PackageException, EngineException {
        return over(model, Engines.load(model, backend, options), backend, options.device());
    }

    /**
     * Puts preprocess and decoder around an engine that was loaded elsewhere and may use the whole deadline.
     *
     * @param model the package that the engine was loaded from
     * @param engine taken over: closed with the perceiver, and closed when this throws
     * @return the perceiver, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when a device refuses to decode the outputs
     */
    public static Perceiver over(ModelPackage model, Engine engine) throws PackageException, EngineException {
        return over(model, engine, false, WHOLE_DEADLINE);
    }

    /**
     * Puts preprocess and decoder around an engine that was loaded elsewhere: on its device when it is a
     * {@link FrameEngine}, otherwise on the calling thread. Results say that they are a fallback's when the best back end
     * was wanted, a GPU is there, and the CPU runs all the same.
     *
     * @param model the package that the engine was loaded from
     * @param engine taken over: closed with the perceiver, and closed when this throws
     * @param wanted the back end that was asked for
     * @param device tells the engine's share of the deadline
     * @return the perceiver, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the device refuses to decode the outputs
     */
    public static Perceiver over(ModelPackage model, Engine engine, Backend wanted, DeviceOptions device)
            throws PackageException, EngineException {
        return over(model, engine, isRefusedByGpu(engine, wanted), device.budgetShare());
    }

    private static boolean isRefusedByGpu(Engine engine, Backend wanted) {
        return wanted == Backend.AUTO
                && engine.backend() == Backend.CPU
                && Engines.unavailable(Backend.TENSORRT).isEmpty();
    }

    static Perceiver over(ModelPackage model, Engine engine, boolean standsIn, double budgetShare)
            throws PackageException, EngineException {
        boolean isTakenOver = false;
        try {
            Perceiver perceiver = engine instanceof FrameEngine device
                    ? new FramePerceiver(model, device, budgetShare)
                    : new EnginePerceiver(model, engine, standsIn);
            isTakenOver = true;
            return perceiver;
        } finally {
            if (!isTakenOver) {
                engine.close();
            }
        }
    }

    /**
     * Options for this machine: one compute thread on one or two processors, otherwise one less than there are
     * processors and at most four; idle threads sleep; optimised graphs lie in the shared cache.
     *
     * @return the options
     */
    public static EngineOptions options() {
        int processors = Runtime.getRuntime().availableProcessors();
        int threads = processors <= 2 ? 1 : Math.min(MOST_THREADS, processors - 1);
        return new EngineOptions(threads, false, -1, SharedCache.directory("graphs"));
    }
}
