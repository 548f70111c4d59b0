package dev.saccade.pipeline;

import dev.saccade.frame.Signal;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The engine and its standby, if there is one, with the buffers that they write to; owns the buffers. */
final class EnginePair implements AutoCloseable {
    private final Perceiver perceiver;
    private final MonotonicClock clock;
    private final List<Perception> buffers = new ArrayList<>();
    private final EngineRun engine;
    private final EngineRun standby;
    private final Failover failover;

    /**
     * @param output where results of an engine without standby go
     * @param done raised when an engine on a thread of its own returns
     */
    EnginePair(PerceptionSettings settings, Supplier<Perception> output, MonotonicClock clock, Signal done) {
        this.clock = clock;
        perceiver = settings.perceiver();
        boolean alone = settings.standby() == null;
        engine = engine(settings, alone ? output : buffer(settings.perceiver()), alone, done);
        standby = alone ? null : standby(settings);
        failover = alone ? null : new Failover(engine, standby);
    }

    // Alone, an engine writes straight to where the result goes; beside a standby, into a buffer that it may keep.
    private EngineRun engine(PerceptionSettings settings, Supplier<Perception> into, boolean alone, Signal done) {
        if (settings.virtualLatency() != null) {
            return new VirtualRun(perceiver, into, clock, settings.virtualLatency()::latencyNs);
        }
        return alone
                ? new InlineRun(perceiver, into, clock)
                : new WorkerRun(perceiver, into.get(), "saccade-engine", clock, done);
    }

    private EngineRun standby(PerceptionSettings settings) {
        Supplier<Perception> into = buffer(settings.standby());
        return settings.virtualLatency() == null
                ? new InlineRun(settings.standby(), into, clock)
                : new VirtualRun(settings.standby(), into, clock, settings.virtualLatency()::standbyLatencyNs);
    }

    private Supplier<Perception> buffer(Perceiver perceiver) {
        Perception made = perceiver.newPerception();
        buffers.add(made);
        return () -> made;
    }

    /** Any thread. The standby runs where nothing waits for a device. */
    void bounds(long deadlineNs, long hangTimeoutNs) {
        perceiver.bounds(deadlineNs, hangTimeoutNs);
    }

    EngineRun engine() {
        return engine;
    }

    /** @return null without one */
    EngineRun standby() {
        return standby;
    }

    /** @return null without a standby */
    Failover failover() {
        return failover;
    }

    /** @return whether an engine is still at work after {@link #close}; then its buffer and frame are left to it */
    boolean isBusy() {
        return !engine.isFree();
    }

    /** Once. */
    @Override
    public void close() {
        engine.close();
        if (standby != null) {
            standby.close();
        }
        if (!isBusy()) {
            buffers.forEach(Perception::close);
        }
    }
}
