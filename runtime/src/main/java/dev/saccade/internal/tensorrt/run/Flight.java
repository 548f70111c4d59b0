package dev.saccade.internal.tensorrt.run;

import dev.saccade.engine.Engine;
import dev.saccade.frame.Frame;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.time.MonotonicClock;

/**
 * The run that is on the device, from its submission until its event. It keeps the frame that the device reads: for the
 * caller's own time by the caller's lease, beyond that by one of its own. Runs on the engine's thread; allocates nothing.
 *
 * <p>A look at an event costs about a microsecond. The first {@value #SPIN_NS} ns are spent looking, so that a short run
 * is seen to end at once; after that the thread sleeps {@value #STEP_NS} ns between two looks.
 */
final class Flight {
    static final long SPIN_NS = 200_000;
    static final long STEP_NS = 20_000;

    private final DeviceEvent done;
    private final MonotonicClock clock;
    private final Pause pause;
    private volatile long hangTimeoutNs = 2_000_000_000L;
    private Frame frame;
    private boolean isFlying;
    private boolean isKept;
    private long submittedNs;
    private long endedNs;
    private int failure;

    Flight(DeviceEvent done, MonotonicClock clock, Pause pause) {
        this.done = done;
        this.clock = clock;
        this.pause = pause;
    }

    void hangTimeout(long ns) {
        hangTimeoutNs = ns;
    }

    /**
     * The event has been recorded behind a run.
     *
     * @param reads the frame that the device reads itself, or null
     */
    void begin(Frame reads) {
        frame = reads;
        isFlying = true;
        isKept = false;
        submittedNs = clock.nanoTime();
        failure = Device.OK;
    }

    boolean isFlying() {
        return isFlying;
    }

    /** When the latest run had been submitted, ns. */
    long submittedNs() {
        return submittedNs;
    }

    /** When the latest run was seen to have ended, ns. */
    long endedNs() {
        return endedNs;
    }

    /** Status that the work ended with when {@link #await} said LOST; OK when it has not ended at all. */
    int failure() {
        return failure;
    }

    /** How long the run had been on the device when it was given up. */
    long hangTimeoutNs() {
        return hangTimeoutNs;
    }

    /**
     * Waits for the end, for as long as a run may take.
     *
     * @return {@link Engine#OK} or {@link Engine#LOST}
     */
    int land() {
        return isFlying ? await(submittedNs + hangTimeoutNs) : Engine.OK;
    }

    /**
     * Waits for the end.
     *
     * @return {@link Engine#OK}, also when nothing flies; {@link Engine#MISSED} at the deadline;
     *     {@link Engine#LOST} when the work failed or hangs
     */
    int await(long deadlineNs) {
        if (!isFlying) {
            return Engine.OK;
        }
        long begunNs = clock.nanoTime();
        while (true) {
            int status = done.query();
            if (status == Device.OK) {
                endedNs = clock.nanoTime();
                end();
                return Engine.OK;
            }
            if (status != Device.NOT_READY) {
                failure = status;
                end(); // nothing runs on a broken device: the frame is free
                return Engine.LOST;
            }
            long nowNs = clock.nanoTime();
            if (nowNs - submittedNs - hangTimeoutNs >= 0) {
                keep();
                return Engine.LOST;
            }
            if (nowNs - deadlineNs >= 0) {
                keep();
                return Engine.MISSED;
            }
            if (nowNs - begunNs < SPIN_NS) {
                Thread.onSpinWait();
            } else {
                pause.pause(Math.min(STEP_NS, deadlineNs - nowNs));
            }
        }
    }

    /** The caller is about to release the frame, and the device is not done with it. */
    void keep() {
        if (frame != null && !isKept) {
            frame.retain();
            isKept = true;
        }
    }

    private void end() {
        isFlying = false;
        if (isKept) {
            isKept = false;
            frame.release();
        }
        frame = null;
    }
}
