package dev.saccade.pipeline;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Frame;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.model.Thresholds;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A perceiver for tests: one "person" per frame, as tall as the script says; keeps the sequences that it saw. A
 * negative height makes the engine fail on that frame.
 */
public final class ScriptedPerceiver implements Perceiver {
    /** Share of the frame's height that the person covers, by frame sequence. */
    @FunctionalInterface
    public interface Script {
        /**
         * The height of the person.
         *
         * @param frame sequence
         * @return 0..1; 0 sees nobody; negative: the engine fails
         */
        double heightShare(long frame);
    }

    private final Script script;
    private final List<Long> seen = new ArrayList<>();
    private final boolean keepSeen;
    private BooleanSupplier ready = () -> true;
    private boolean faultsAreHangs;
    private volatile long deadlineNs;
    private volatile long hangTimeoutNs;

    /**
     * Makes a perceiver.
     *
     * @param script what is seen
     * @param keepSeen whether {@link #seen()} is kept (it allocates)
     */
    public ScriptedPerceiver(Script script, boolean keepSeen) {
        this.script = script;
        this.keepSeen = keepSeen;
    }

    /**
     * Says when a trial is worth while.
     *
     * @param when asked by {@link #isReady()}
     * @return this
     */
    public ScriptedPerceiver readyWhen(BooleanSupplier when) {
        ready = when;
        return this;
    }

    /**
     * Says that it gives up waiting by itself where it fails.
     *
     * @return this
     */
    public ScriptedPerceiver failingByHangs() {
        faultsAreHangs = true;
        return this;
    }

    @Override
    public boolean lastFaultWasHang() {
        return faultsAreHangs;
    }

    @Override
    public boolean isReady() {
        return ready.getAsBoolean();
    }

    /** @return sequences seen, in order */
    public List<Long> seen() {
        return seen;
    }

    @Override
    public void bounds(long newDeadlineNs, long newHangTimeoutNs) {
        deadlineNs = newDeadlineNs;
        hangTimeoutNs = newHangTimeoutNs;
    }

    /** @return the latest deadline that was told, ns; 0 before */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** @return the latest hang timeout that was told, ns; 0 before */
    public long hangTimeoutNs() {
        return hangTimeoutNs;
    }

    @Override
    public ModelPackage model() {
        return MODEL;
    }

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String description() {
        return "scripted";
    }

    @Override
    public Perception newPerception() {
        return new Perception(MODEL, new Detections(4), null, null);
    }

    @Override
    public int perceive(Frame frame, Perception into, MonotonicClock clock) {
        if (keepSeen) {
            seen.add(frame.sequence());
        }
        double share = script.heightShare(frame.sequence());
        if (share < 0) {
            return FAULT;
        }
        int height = frame.format().height();
        into.begin(frame.sequence(), frame.format().width(), height, frame.captureNs(), clock.nanoTime());
        into.detections().clear();
        if (share > 0) {
            into.detections().add(0, 0, 2, (float) (share * height), 0.9f, 0);
        }
        into.stages(clock.nanoTime(), clock.nanoTime(), clock.nanoTime());
        into.ranOn(Backend.CPU, false);
        return OK;
    }

    @Override
    public String lastError() {
        return "scripted fault";
    }

    @Override
    public void close() {}

    private static final ModelPackage MODEL = new ModelPackage(
            Path.of("scripted"),
            "scripted",
            Task.DETECTION,
            Path.of("scripted", "model.onnx"),
            List.of("person", "car"),
            new InputSpec(
                    null,
                    8,
                    8,
                    InputSpec.Colour.GRAY,
                    InputSpec.Resize.STRETCH,
                    0,
                    List.of(1.0),
                    List.of(0.0),
                    List.of(1.0),
                    InputSpec.Layout.NCHW,
                    TensorType.FLOAT32,
                    null),
            Map.of("kind", "yolov8"),
            new Thresholds(0.3f, 0.5f, 4),
            null,
            Map.of(),
            "0",
            DeviceWish.NONE,
            Map.of());
}
