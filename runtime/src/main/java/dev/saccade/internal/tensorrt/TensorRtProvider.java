package dev.saccade.internal.tensorrt;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.model.ModelPackage;

/** The GPU back end. Touches no CUDA class before the driver has answered. */
public final class TensorRtProvider implements EngineProvider {
    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public String unavailable() {
        return Libraries.unavailable();
    }

    @Override
    public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
        throw new EngineException(true, unavailable(), null);
    }
}
