package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.vision.Perception;

/**
 * One perceiver looking at one frame at a time, without holding up who asked. All methods come from the perception
 * thread; time is an argument.
 */
interface EngineRun extends AutoCloseable {
    /** {@link #poll}: still looking; otherwise a status of {@link dev.saccade.vision.Perceiver#perceive}. */
    int RUNNING = -1;

    /** Looks at a frame that the caller holds; a run that outlasts this call holds a lease of its own meanwhile. */
    void begin(Frame frame, long nowNs);

    /** @return {@link #RUNNING}, or how the latest run ended */
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

    /** Ends it; a run in progress keeps its frame and buffers. Idempotent. */
    @Override
    void close();
}
