package dev.saccade.engine;

import dev.saccade.model.ModelPackage;
import java.util.Map;

/**
 * Compiles engines of one back end into an {@link EngineStore}. Found by {@link java.util.ServiceLoader}. A control program
 * never calls it; {@code saccade compile} does.
 */
public interface EngineBuilder {
    /** @return the back end, never {@link Backend#AUTO} */
    Backend backend();

    /** @return null when usable here; otherwise one line: what is missing and what to do */
    String unavailable();

    /**
     * What engines for a device belong to.
     *
     * @param device 0 is the first
     * @return the target of an engine that is built for it now
     * @throws EngineException when there is no such device
     */
    EngineTarget target(int device) throws EngineException;

    /**
     * The options that an engine's manifest names when it is built so.
     *
     * @param options for what and how
     * @return by name
     */
    Map<String, String> options(BuildOptions options);

    /**
     * Compiles a model and publishes the engine. Interrupted or failed, it leaves nothing behind.
     *
     * @param model validated package; its ONNX file says the precision (strongly typed)
     * @param options for what and how
     * @param progress hears of each step
     * @return the engine in its store
     * @throws EngineException when the device is missing or the graph is refused
     */
    StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress) throws EngineException;
}
