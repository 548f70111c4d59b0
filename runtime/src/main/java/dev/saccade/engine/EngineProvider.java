package dev.saccade.engine;

import dev.saccade.model.ModelPackage;

/** Loads engines of one back end. Found by {@link java.util.ServiceLoader}; touches its library only when asked. */
public interface EngineProvider {
    /** @return the back end, never {@link Backend#AUTO} */
    Backend backend();

    /** @return higher is tried first by {@link Backend#AUTO} */
    int priority();

    /** @return null when usable here; otherwise one line: what is missing and what to do */
    String unavailable();

    /**
     * Loads a model.
     *
     * @param model validated package
     * @param options how
     * @return the engine, owned by the caller
     * @throws EngineException when the model cannot be loaded
     */
    Engine load(ModelPackage model, EngineOptions options) throws EngineException;
}
