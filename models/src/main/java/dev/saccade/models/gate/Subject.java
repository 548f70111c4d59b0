package dev.saccade.models.gate;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.engine.FrameEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.Tensor;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.util.List;

/**
 * One side of a comparison: a package and an engine that runs it. Its tensors are read on the host, fed by the CPU's
 * preprocess; where a device prepares and decodes frames itself, a second engine does so as it would in service. One
 * thread; owns both.
 */
public final class Subject implements AutoCloseable {
    private final Engine engine;
    private final Perceiver perceiver;
    private final Perceiver serving;

    private Subject(Engine engine, Perceiver perceiver, Perceiver serving) {
        this.engine = engine;
        this.perceiver = perceiver;
        this.serving = serving;
    }

    /**
     * The reference: the graph as it is written, on the CPU.
     *
     * @param model validated package
     * @param options threads of the CPU
     * @return the subject, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the CPU back end refuses the graph
     */
    public static Subject reference(ModelPackage model, EngineOptions options)
            throws PackageException, EngineException {
        return over(model, Engines.load(model, Backend.CPU, options.asWritten()));
    }

    /**
     * The candidate: an engine as it would serve.
     *
     * @param model validated package
     * @param backend what runs it
     * @param options how
     * @return the subject, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the back end is unavailable or refuses the graph
     */
    public static Subject candidate(ModelPackage model, Backend backend, EngineOptions options)
            throws PackageException, EngineException {
        Engine engine = Engines.load(model, backend, options);
        boolean isOnDevice = engine instanceof FrameEngine;
        Subject host = over(model, engine);
        if (!isOnDevice) {
            return host;
        }
        boolean isWhole = false;
        try {
            Subject both = new Subject(host.engine, host.perceiver, Perceivers.load(model, engine.backend(), options));
            isWhole = true;
            return both;
        } finally {
            if (!isWhole) {
                host.close();
            }
        }
    }

    /**
     * Any engine.
     *
     * @param model the package that it was loaded from
     * @param engine taken over: closed with the subject, and closed when this throws
     * @return the subject, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the outputs cannot be decoded
     */
    public static Subject over(ModelPackage model, Engine engine) throws PackageException, EngineException {
        Engine host = new HostEngine(engine);
        Perceiver perceiver = Perceivers.over(model, host);
        return new Subject(host, perceiver, perceiver);
    }

    /** @return the package */
    public ModelPackage model() {
        return perceiver.model();
    }

    /** @return library, version and device, in words */
    public String description() {
        return serving.description();
    }

    /** @return the library that runs */
    public Backend backend() {
        return engine.backend();
    }

    /** @return preprocess, engine and decoder on the host; afterwards {@link #outputs()} holds the tensors */
    public Perceiver perceiver() {
        return perceiver;
    }

    /** @return preprocess, engine and decoder as in service; the same as {@link #perceiver()} where nothing differs */
    public Perceiver serving() {
        return serving;
    }

    /** @return the engine's first input; after a look it holds the preprocessed frame */
    public Tensor input() {
        return engine.inputs().get(0);
    }

    /** @return the engine's outputs; after a look they hold its results */
    public List<Tensor> outputs() {
        return engine.outputs();
    }

    /** Frees the engines. Idempotent. */
    @Override
    public void close() {
        perceiver.close();
        if (serving != perceiver) {
            serving.close();
        }
    }
}
