package dev.saccade.bench;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.model.ModelPackages;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.file.Path;

/** A thread that sees one synthetic frame again and again, on one processor at a time, without a pause. */
final class SaturatedInference implements AutoCloseable {
    private final ThreadPolicy policy;
    private final FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE);
    private final Perceiver perceiver;
    private final Perception seen;
    private final Frame frame;
    private final Thread thread = new Thread(this::run, "inference");
    private volatile boolean stopping;
    private volatile long runs;
    private volatile String trouble = "";

    SaturatedInference(Path model, ThreadPolicy policy) throws Exception {
        this.policy = policy;
        EngineOptions options =
                new EngineOptions(1, false, -1, Perceivers.options().cache());
        perceiver = Perceivers.load(ModelPackages.read(model), Backend.CPU, options);
        seen = perceiver.newPerception();
        try (CameraAgent camera = new CameraAgent(Cameras.open("synthetic:?pace=max&frames=1"), ring, 1, 1)) {
            camera.doWork(System.nanoTime());
        }
        frame = ring.leaseNewest(-1);
        if (frame == null) {
            throw new IOException("the synthetic source gave no frame");
        }
    }

    void start() {
        thread.start();
    }

    long runs() {
        return runs;
    }

    /** Returns what went wrong, or was not permitted; empty when nothing. */
    String trouble() {
        return trouble;
    }

    private void run() {
        trouble = policy.apply();
        long done = 0;
        while (!stopping) {
            if (perceiver.perceive(frame, seen, MonotonicClock.SYSTEM) != Perceiver.OK) {
                trouble = perceiver.lastError();
                return;
            }
            runs = ++done;
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        frame.release();
        seen.close();
        perceiver.close();
        ring.close();
    }
}
