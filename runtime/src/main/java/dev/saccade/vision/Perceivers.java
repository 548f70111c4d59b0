package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.model.SharedCache;
import java.nio.file.Path;

/** Makes perceivers of model packages. Stateless and safe for any thread. */
public final class Perceivers {
    private static final int MOST_THREADS = 4;

    private Perceivers() {}

    /**
     * Reads a package and loads it with {@link #options()}.
     *
     * @param directory the package
     * @param backend what runs it, or {@link Backend#AUTO}
     * @return the perceiver, owned by the caller
     * @throws PackageException when the package, or how it describes its graph, is wrong
     * @throws EngineException when the back end is unavailable or refuses the graph
     */
    public static Perceiver load(Path directory, Backend backend) throws PackageException, EngineException {
        return load(ModelPackages.read(directory), backend, options());
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
        return over(model, Engines.load(model, backend, options));
    }

    /**
     * Puts preprocess and decoder around an engine that was loaded elsewhere.
     *
     * @param model the package that the engine was loaded from
     * @param engine taken over: closed with the perceiver, and closed when this throws
     * @return the perceiver, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     */
    public static Perceiver over(ModelPackage model, Engine engine) throws PackageException {
        boolean isTakenOver = false;
        try {
            Perceiver perceiver = new EnginePerceiver(model, engine);
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
