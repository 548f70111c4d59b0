package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameMemories;
import dev.saccade.frame.FrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.time.MonotonicClock;

/**
 * Preprocess, engine and decoder behind one call. One thread at a time; {@link #perceive} allocates nothing in steady
 * state (the first frame of each format makes a plan).
 */
public interface Perceiver extends AutoCloseable {
    /** {@link #perceive}: the perception holds the frame's result. */
    int OK = 0;
    /** {@link #perceive}: the engine failed, or its outputs hold no usable numbers; {@link #lastError()} tells. */
    int FAULT = 1;
    /** {@link #perceive}: the engine passed its deadline; there is no result for this frame. */
    int MISSED = 2;

    /** @return the package */
    ModelPackage model();

    /** @return the library that runs */
    Backend backend();

    /** @return what runs, in words */
    String description();

    /** @return the engine file that runs, or that it is the package's own graph, and why; empty where nobody asks */
    default String origin() {
        return "";
    }

    /** @return an empty perception of this model's shape, owned by the caller */
    Perception newPerception();

    /**
     * Sees one frame. Stamps lease, preprocess, inference and postprocess; the caller stamps publication.
     *
     * @param frame leased by the caller, read during the call only
     * @param into receives the result when {@link #OK}
     * @param clock stamps the stages
     * @return {@link #OK}, {@link #FAULT} or {@link #MISSED}
     */
    int perceive(Frame frame, Perception into, MonotonicClock clock);

    /**
     * Sets how long {@link #perceive} may wait for its device. Any thread; without meaning where nothing waits.
     *
     * @param deadlineNs capture to result, beyond it a frame is {@link #MISSED}
     * @param hangTimeoutNs submission to result, beyond it the device counts as hung: {@link #FAULT}
     */
    default void bounds(long deadlineNs, long hangTimeoutNs) {}

    /**
     * The least hang timeout that says anything about a sound perceiver, beside what its own latency tells: more where a
     * look waits for the scheduler to run somebody else. For a hang timeout that is derived; one that is set stands.
     *
     * @return ns
     */
    default long leastHangTimeoutNs() {
        return 20_000_000L;
    }

    /**
     * What stands in when this one fails or hangs: kept warm by the loop, which runs the two on threads of their own.
     *
     * @return a perceiver for the same task and labels, owned and closed by this one; null when there is none
     */
    default Perceiver standby() {
        return null;
    }

    /**
     * Whether a look is worth a trial. False while something that failed is being put right by itself, such as a process
     * that starts anew; {@link #perceive} answers {@link #FAULT} then. Any thread.
     *
     * @return whether it can look
     */
    default boolean isReady() {
        return true;
    }

    /** @return whether it may fail in ways that a standby on the CPU does not, so that it should have one */
    default boolean needsStandby() {
        return backend() != Backend.CPU;
    }

    /**
     * Where the frames should lie that it looks at; others are looked at all the same, at the cost of a copy.
     *
     * @return the memory, in use until the frames' ring is closed; to be asked once the perceiver is loaded
     */
    default FrameMemory frameMemory() {
        return FrameMemories.best();
    }

    /** @return one line on the latest {@link #FAULT}; empty before */
    String lastError();

    /**
     * Whether the latest {@link #FAULT} was the end of the hang timeout of {@link #bounds}, and not an error: then it counts
     * as a hang, as it does where the one who asks has noticed first. The thread that called {@link #perceive}.
     *
     * @return whether no answer came in time; false where nothing waits
     */
    default boolean lastFaultWasHang() {
        return false;
    }

    /** Frees the engine; while {@link #perceive} is in progress, as soon as that has returned. Idempotent. */
    @Override
    void close();
}
