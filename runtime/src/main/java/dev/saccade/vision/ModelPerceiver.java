package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.Frame;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.MonotonicClock;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** What perceivers over one engine share: the engine, which they own, the decoder of its outputs, and their end. */
abstract class ModelPerceiver implements Perceiver {
    private final ModelPackage model;
    private final Engine engine;
    private final Tensor input;
    private final Outputs outputs;
    private final Decoder decoder;
    private final OutputCheck check;
    private final boolean standsIn;
    private final CloseGuard guard = new CloseGuard();
    private String lastError = "";

    /**
     * Takes the engine over only when it does not throw.
     *
     * @param standsIn whether the engine runs in place of a better one that refused the model
     */
    ModelPerceiver(ModelPackage model, Engine engine, boolean standsIn) throws PackageException {
        this.standsIn = standsIn;
        this.model = model;
        this.engine = engine;
        input = ImageInput.of(model, engine);
        runOnceWhereShapesDependOnData();
        outputs = new Outputs(model, engine);
        decoder = Decoders.of(model, outputs);
        check = new OutputCheck(outputs.read());
    }

    /** A decoder is made for known shapes, and some graphs tell theirs only after a run. */
    private void runOnceWhereShapesDependOnData() throws PackageException {
        if (engine.outputs().stream().allMatch(t -> t.spec().isStatic())) {
            return;
        }
        long bytes = input.spec().bytes();
        try (BytePointer zeros = new BytePointer(bytes)) {
            Pointer.memset(zeros, 0, bytes);
            Kernels.copy(input.address(), zeros.address(), bytes);
        }
        int status = engine.run();
        if (status != Engine.OK) {
            throw new PackageException(model.model() + ": model: " + model.name() + ": a trial run failed: "
                    + reason(status) + "; check the graph with another runtime or export it with fixed shapes");
        }
    }

    final Tensor input() {
        return input;
    }

    final Outputs outputs() {
        return outputs;
    }

    final Decoder decoder() {
        return decoder;
    }

    final OutputCheck check() {
        return check;
    }

    @Override
    public final ModelPackage model() {
        return model;
    }

    @Override
    public final Backend backend() {
        return engine.backend();
    }

    @Override
    public final String description() {
        return engine.description();
    }

    @Override
    public final String origin() {
        return engine.origin();
    }

    @Override
    public final Perception newPerception() {
        return decoder.newPerception();
    }

    @Override
    public final int perceive(Frame frame, Perception into, MonotonicClock clock) {
        if (!guard.enter()) {
            return fault("the perceiver is closed");
        }
        try {
            return look(frame, into, clock);
        } finally {
            if (guard.leave()) {
                free();
            }
        }
    }

    /** {@link Perceiver#perceive} while nothing is freed. */
    abstract int look(Frame frame, Perception into, MonotonicClock clock);

    /** What an engine that ended with a status says about it. */
    final String reason(int status) {
        return Objects.requireNonNullElse(engine.lastError(), "").isBlank()
                ? "the engine ended with status " + status
                : engine.lastError();
    }

    /** Checks and decodes the outputs that the latest run left in host memory. */
    final int decode(Geometry geometry, Perception into) {
        String unsound = check.fault();
        if (unsound != null) {
            return fault(unsound);
        }
        return decoder.decode(geometry, into) == OK ? OK : fault(decoder.fault());
    }

    /** Says whose result this is; its stages come after. */
    final void begin(Frame frame, Perception into, long leasedNs) {
        into.begin(frame.sequence(), frame.format().width(), frame.format().height(), frame.captureNs(), leasedNs);
        into.ranOn(engine.backend(), standsIn);
    }

    final int fault(String words) {
        lastError = words;
        return FAULT;
    }

    @Override
    public final String lastError() {
        return lastError;
    }

    @Override
    public final void close() {
        if (guard.close()) {
            free();
        }
    }

    private void free() {
        freePlans();
        decoder.close();
        engine.close();
    }

    /** Frees what was made for the formats of frames. */
    abstract void freePlans();
}
