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

/** A perceiver over one engine, which it owns. */
final class EnginePerceiver implements Perceiver {
    private final ModelPackage model;
    private final Engine engine;
    private final Tensor input;
    private final PlanCache plans;
    private final Decoder decoder;
    private final OutputCheck check;
    private String lastError = "";
    private final CloseGuard guard = new CloseGuard();

    /** Takes the engine over only when it does not throw. */
    EnginePerceiver(ModelPackage model, Engine engine) throws PackageException {
        this.model = model;
        this.engine = engine;
        input = ImageInput.of(model, engine);
        runOnceWhereShapesDependOnData();
        Outputs outputs = new Outputs(model, engine);
        decoder = Decoders.of(model, outputs);
        check = new OutputCheck(outputs.read());
        plans = new PlanCache(model.input());
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

    @Override
    public ModelPackage model() {
        return model;
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
    public Perception newPerception() {
        return decoder.newPerception();
    }

    @Override
    public int perceive(Frame frame, Perception into, MonotonicClock clock) {
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

    private int look(Frame frame, Perception into, MonotonicClock clock) {
        long leasedNs = clock.nanoTime();
        PreprocessPlan plan = plans.of(frame.format());
        if (plan == null) {
            return fault("no preprocess for frames of " + frame.format() + " to " + input.spec());
        }
        if (plan.run(frame, input.address()) < 0) {
            return fault("frame " + frame.sequence() + " of " + frame.format() + " has an invalid address or stride");
        }
        long preprocessedNs = clock.nanoTime();
        int status = engine.run();
        if (status == Engine.MISSED) {
            return MISSED;
        }
        if (status != Engine.OK) {
            return fault(reason(status));
        }
        long inferredNs = clock.nanoTime();
        String unsound = check.fault();
        if (unsound != null) {
            return fault(unsound);
        }
        if (decoder.decode(plan.geometry(), into) != OK) {
            return fault(decoder.fault());
        }
        into.begin(frame.sequence(), frame.format().width(), frame.format().height(), frame.captureNs(), leasedNs);
        into.stages(preprocessedNs, inferredNs, clock.nanoTime());
        into.ranOn(engine.backend(), false);
        return OK;
    }

    private String reason(int status) {
        return Objects.requireNonNullElse(engine.lastError(), "").isBlank()
                ? "the engine ended with status " + status
                : engine.lastError();
    }

    private int fault(String words) {
        lastError = words;
        return FAULT;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        if (guard.close()) {
            free();
        }
    }

    private void free() {
        plans.close();
        decoder.close();
        engine.close();
    }
}
