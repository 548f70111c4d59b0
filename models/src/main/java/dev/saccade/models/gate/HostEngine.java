package dev.saccade.models.gate;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.tensor.Tensor;
import java.util.List;

/** An engine whose tensors are read and written on the host, even where its device could prepare frames itself. */
record HostEngine(Engine engine) implements Engine {
    @Override
    public Backend backend() {
        return engine.backend();
    }

    @Override
    public String description() {
        return engine.description();
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
