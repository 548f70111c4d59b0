package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.function.Supplier;

/** Looks on the perception thread itself: {@link #begin} returns with the result. */
final class InlineRun implements EngineRun {
    private final Perceiver perceiver;
    private final Supplier<Perception> buffer;
    private final MonotonicClock clock;
    private Perception result;
    private int status = Perceiver.OK;

    /** @param buffer where the next result goes */
    InlineRun(Perceiver perceiver, Supplier<Perception> buffer, MonotonicClock clock) {
        this.perceiver = perceiver;
        this.buffer = buffer;
        this.clock = clock;
    }

    @Override
    public void begin(Frame frame, long nowNs) {
        result = buffer.get();
        status = perceiver.perceive(frame, result, clock);
    }

    @Override
    public int poll(long nowNs) {
        return status;
    }

    @Override
    public long dueNs() {
        return Agent.NEVER;
    }

    @Override
    public Perception result() {
        return result;
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
    public void close() {}
}
