package dev.saccade.engine;

import dev.saccade.tensor.Tensor;
import java.util.List;

/** An engine that passes on what another says, but for what a subclass changes. Owns that other one; thread as there. */
public abstract class WrappedEngine implements Engine {
    private final Engine engine;

    /**
     * Takes an engine over.
     *
     * @param engine closed with this one
     */
    protected WrappedEngine(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Backend backend() {
        return engine.backend();
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public String origin() {
        return engine.origin();
    }

    @Override
    public List<Tensor> inputs() {
        return engine.inputs();
    }

    @Override
    public List<Tensor> outputs() {
        return engine.outputs();
    }

    @Override
    public int run() {
        return engine.run();
    }

    @Override
    public String lastError() {
        return engine.lastError();
    }

    @Override
    public void close() {
        engine.close();
    }
}
