package dev.saccade.bench.gpu;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.Engines;
import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.Frame;
import dev.saccade.internal.tensorrt.Submission;
import dev.saccade.model.ModelPackage;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** A package on its back end, as the perception thread runs it: frames in, decoded results out. One thread. */
final class Looker implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Engine engine;
    private final Perceiver perceiver;
    private final Perception perception;
    private final Pictures pictures;
    private final DeviceClock device = new DeviceClock();
    private final MonotonicClock clock = System::nanoTime;
    private long bytes;
    private long counted;

    Looker(ModelPackage model, Backend backend, Pictures pictures) throws Exception {
        this.pictures = pictures;
        engine = Engines.load(model, backend, Perceivers.options());
        perceiver = Perceivers.over(model, engine);
        perception = perceiver.newPerception();
    }

    /** Bytes of the tensor that preprocess makes. */
    long inputBytes() {
        return engine.inputs().get(0).spec().bytes();
    }

    String description() {
        return engine.description();
    }

    /** The latest run by its handles; null where the back end submits nothing of the sort. */
    Submission submission() {
        return engine instanceof Submission s && s.graph() != 0 ? s : null;
    }

    /** Frames one after another, or at an even cadence when the period is above 0. */
    void look(int frames, long periodNs, Figures into) {
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long dueNs = System.nanoTime();
        for (int i = 0; i < frames; i++) {
            if (periodNs > 0) {
                dueNs += periodNs;
                for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
            one(into);
        }
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        counted += frames;
    }

    private void one(Figures into) {
        Frame frame = pictures.take();
        long begunNs = System.nanoTime();
        int status = perceiver.perceive(frame, perception, clock);
        long endNs = System.nanoTime();
        long captureNs = frame.captureNs();
        frame.release();
        if (status != Perceiver.OK) {
            throw new IllegalStateException(
                    "frame " + frame.sequence() + " ended with " + status + ": " + perceiver.lastError());
        }
        into.latency.add(endNs - captureNs);
        if (engine instanceof FrameEngine onDevice && onDevice.result() != 0) {
            device.at(onDevice.result());
            into.device.add(device.wholeNs());
            into.engine.add(device.engineNs());
            into.preprocess.add(device.preprocessNs());
        }
        if (engine instanceof Submission s) {
            into.host.add(s.submittedNs() - begunNs + endNs - s.firedNs());
        }
    }

    /** Heap bytes a frame since the latest call. */
    double bytesPerFrame() {
        double each = counted == 0 ? 0 : (double) bytes / counted;
        bytes = 0;
        counted = 0;
        return each;
    }

    @Override
    public void close() {
        perception.close();
        perceiver.close();
    }

    /** What was measured of each frame. */
    static final class Figures {
        final Series latency;
        final Series device;
        final Series engine;
        final Series preprocess;
        final Series host;

        Figures(int most) {
            latency = new Series(most);
            device = new Series(most);
            engine = new Series(most);
            preprocess = new Series(most);
            host = new Series(most);
        }
    }
}
