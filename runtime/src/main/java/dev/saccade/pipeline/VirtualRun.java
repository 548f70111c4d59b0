package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * Looks at once and tells when the latency that a model gives has passed: an engine in virtual time. A fault is told at
 * once.
 */
final class VirtualRun implements EngineRun {
    private final Perceiver perceiver;
    private final Supplier<Perception> buffer;
    private final MonotonicClock clock;
    private final LongUnaryOperator latencyNs;
    private Perception result;
    private Frame held;
    private int status = Perceiver.OK;
    private long dueNs;

    /** @param latencyNs of a frame, by its sequence */
    VirtualRun(Perceiver perceiver, Supplier<Perception> buffer, MonotonicClock clock, LongUnaryOperator latencyNs) {
        this.perceiver = perceiver;
        this.buffer = buffer;
        this.clock = clock;
        this.latencyNs = latencyNs;
    }

    @Override
    public void begin(Frame frame, long nowNs) {
        result = buffer.get();
        status = perceiver.perceive(frame, result, clock);
        dueNs = nowNs;
        if (status == Perceiver.OK) {
            dueNs += latencyNs.applyAsLong(frame.sequence());
            frame.retain();
            held = frame;
        }
    }

    @Override
    public int poll(long nowNs) {
        if (held != null) {
            if (nowNs - dueNs < 0) {
                return RUNNING;
            }
            close();
        }
        return status;
    }

    @Override
    public long dueNs() {
        return held == null ? Agent.NEVER : dueNs;
    }

    @Override
    public Perception result() {
        return result;
    }

    @Override
    public boolean isReady() {
        return perceiver.isReady();
    }

    @Override
    public String lastError() {
        return perceiver.lastError();
    }

    @Override
    public boolean lastFaultWasHang() {
        return perceiver.lastFaultWasHang();
    }

    @Override
    public void close() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
