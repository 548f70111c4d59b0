package dev.saccade.engine;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;

/**
 * An engine whose device also prepares frames: from picture to decoded result in one submission. The programs are those
 * of {@link dev.saccade.gpu.GpuProgram}; they stay their maker's and may be destroyed once the call has returned. All
 * methods but {@link #hangTimeout} come from the thread that runs the engine; {@link #run(int, Frame, long)} allocates
 * nothing.
 */
public interface FrameEngine extends Engine {
    /**
     * Sets what decodes the outputs on the device. Once, before the first {@link #prepare}; without it the outputs
     * themselves come back, and {@link #outputs()} holds them after {@link #OK}.
     *
     * @param program a decoder program, bound to {@code outputs}, then to the result
     * @param outputs indices into {@link #outputs()} in the order of the program's bindings
     * @throws EngineException when the device refuses the program
     */
    void decodeWith(long program, int... outputs) throws EngineException;

    /**
     * Makes what frames of one format need: their staging memory, the preprocess launches, the captured graph. At start
     * and when a stream changes its format; allocates.
     *
     * @param format of the frames
     * @param program the preprocess program for this format
     * @return a plan for {@link #run(int, Frame, long)}, valid until {@link #forget}; -1 when the device refuses, then
     *     {@link #lastError()} tells
     */
    int prepare(FrameFormat format, long program);

    /**
     * Frees a plan. Not while its run is in flight.
     *
     * @param plan of {@link #prepare}
     */
    void forget(int plan);

    /**
     * Submits a frame and waits for its result until the deadline. A run that is late keeps the frame (leased once more)
     * and its buffers until the device is done; until then further calls wait for it until their own deadline and submit
     * nothing when it still has not ended.
     *
     * @param plan of {@link #prepare} for the frame's format
     * @param frame leased by the caller
     * @param deadlineNs monotonic time at which the wait ends
     * @return {@link #OK}, {@link #ERROR}, {@link #MISSED} or {@link #LOST}: also when a run has been in flight for longer
     *     than the hang timeout
     */
    int run(int plan, Frame frame, long deadlineNs);

    /**
     * Sets how long a run may be in flight before the device counts as hung; 2 s at first. Any thread.
     *
     * @param ns above 0
     */
    void hangTimeout(long ns);

    /**
     * Where the decoder's result of the latest {@link #OK} lies.
     *
     * @return host address, laid out as {@link dev.saccade.gpu.GpuProgram} tells, valid until the next run; 0 without a
     *     decoder program
     */
    long result();
}
