package dev.saccade.fault;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.kernel.Kernels;
import dev.saccade.time.MonotonicClock;
import org.bytedeco.javacpp.IntPointer;

/**
 * An engine with a device of its own that fails by plan. A hang is a run that the device does not finish: the wait ends at
 * the deadline, the frame stays leased, and one that lasts longer than the hang timeout loses the device.
 */
final class FaultyFrameEngine extends FaultyEngine implements FrameEngine {
    private static final int FIRST_OUTPUT = 1;

    private final FrameEngine engine;
    private final FaultPlan plan;
    private final MonotonicClock clock;
    private final boolean waits;
    private final IntPointer firstOutput = new IntPointer(1).put(FIRST_OUTPUT);
    private final long firstOutputAddress = firstOutput.address();
    private volatile long hangTimeoutNs = 2_000_000_000L;
    /** Null when nothing hangs. */
    private Frame held;

    private long heldSinceNs;
    private long heldUntilNs;

    FaultyFrameEngine(FrameEngine engine, FaultPlan plan, MonotonicClock clock, boolean waits) {
        super(engine, plan, clock, waits);
        this.engine = engine;
        this.plan = plan;
        this.clock = clock;
        this.waits = waits;
    }

    /** Where outputs are to be 0, they come back as they are, so that what decodes them finds the zeros. */
    @Override
    public void decodeWith(long program, int... outputs) throws EngineException {
        if (!plan.has(FaultKind.OUTPUT_BLANK)) {
            engine.decodeWith(program, outputs);
        }
    }

    @Override
    public int prepare(FrameFormat format, long program) {
        return passed(engine.prepare(format, program));
    }

    @Override
    public void forget(int number) {
        engine.forget(number);
    }

    @Override
    public int run(int number, Frame frame, long deadlineNs) {
        if (waits && !isLost()) {
            int status = delayed(frame, deadlineNs);
            if (status != OK) {
                return status;
            }
        }
        long nowNs = clock.nanoTime();
        int status = failure(nowNs);
        return status == OK ? spoiled(passed(engine.run(number, frame, deadlineNs)), nowNs) : status;
    }

    /** Waits for what hangs, then for the delay of this frame. */
    private int delayed(Frame frame, long deadlineNs) {
        int status = held == null ? OK : awaitHeld(deadlineNs);
        long nowNs = clock.nanoTime();
        long delayNs = plan.delayNs(nowNs);
        if (status != OK || delayNs == 0) {
            return status;
        }
        plan.countDelays(nowNs);
        frame.retain();
        held = frame;
        heldSinceNs = nowNs;
        heldUntilNs = nowNs + delayNs;
        return awaitHeld(deadlineNs);
    }

    private int awaitHeld(long deadlineNs) {
        long lostNs = heldSinceNs + hangTimeoutNs;
        waitUntil(sooner(heldUntilNs, sooner(deadlineNs, lostNs)));
        long nowNs = clock.nanoTime();
        if (heldUntilNs - nowNs <= 0) {
            release();
            return OK;
        }
        return lostNs - nowNs <= 0
                ? lost("injected fault engine-hang: in flight for longer than " + hangTimeoutNs / 1_000_000 + " ms")
                : MISSED;
    }

    private static long sooner(long aNs, long bNs) {
        return aNs - bNs < 0 ? aNs : bNs;
    }

    private void release() {
        held.release();
        held = null;
    }

    @Override
    public void hangTimeout(long ns) {
        hangTimeoutNs = ns;
        engine.hangTimeout(ns);
    }

    @Override
    public long result() {
        return engine.result();
    }

    /** The result then says what a decoder says of such outputs. */
    @Override
    void writeNan() {
        if (result() == 0) {
            super.writeNan();
        } else {
            Kernels.copy(result() + GpuProgram.RESULT_FAULT, firstOutputAddress, Integer.BYTES);
        }
    }

    @Override
    public void close() {
        if (held != null) {
            release();
        }
        super.close();
        firstOutput.close();
    }
}
