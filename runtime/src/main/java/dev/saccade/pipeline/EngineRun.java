package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.frame.Signal;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.function.LongUnaryOperator;

/**
 * One perceiver looking at one frame at a time, without holding up who asked. All methods come from one thread, that of
 * the agent which owns the run; time is an argument.
 */
public interface EngineRun extends AutoCloseable {
    /** {@link #poll}: still looking; otherwise a status of {@link dev.saccade.vision.Perceiver#perceive}. */
    int RUNNING = -1;

    /**
     * A run on a thread of its own, which an engine that hangs keeps.
     *
     * @param perceiver looks; the caller's
     * @param name of the thread
     * @param clock stamps the stages
     * @param done raised when the engine returns
     * @return the run, which owns its result
     */
    static EngineRun onThread(Perceiver perceiver, String name, MonotonicClock clock, Signal done) {
        return new WorkerRun(perceiver, perceiver.newPerception(), name, clock, done);
    }

    /**
     * A run in virtual time.
     *
     * @param perceiver looks; the caller's
     * @param result where results go; the caller's
     * @param clock stamps the stages
     * @param latencyNs how long a look takes, by the frame's sequence
     * @return the run
     */
    static EngineRun virtual(
            Perceiver perceiver, Perception result, MonotonicClock clock, LongUnaryOperator latencyNs) {
        return new VirtualRun(perceiver, () -> result, clock, latencyNs);
    }

    /**
     * Looks at a frame that the caller holds; a run that outlasts this call holds a lease of its own meanwhile.
     *
     * @param frame leased by the caller
     * @param nowNs monotonic ns
     */
    void begin(Frame frame, long nowNs);

    /**
     * How the run is.
     *
     * @param nowNs monotonic ns
     * @return {@link #RUNNING}, or how the latest run ended
     */
    int poll(long nowNs);

    /** @return when {@link #poll} will answer otherwise by itself; {@link Agent#NEVER} when a signal tells */
    long dueNs();

    /** @return the result after {@link dev.saccade.vision.Perceiver#OK}, until the next {@link #begin} */
    Perception result();

    /** @return whether a trial is worth while, as {@link dev.saccade.vision.Perceiver#isReady} tells */
    default boolean isReady() {
        return true;
    }

    /** @return one line on the latest fault */
    String lastError();

    /** @return whether the latest fault was a hang, as {@link dev.saccade.vision.Perceiver#lastFaultWasHang} tells */
    boolean lastFaultWasHang();

    /** @return whether nothing is at work any more after {@link #close}: frame and result may be freed */
    default boolean isFree() {
        return true;
    }

    /** Ends it; a run in progress keeps its frame and buffers. Idempotent. */
    @Override
    void close();
}
