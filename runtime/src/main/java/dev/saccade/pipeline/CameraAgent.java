package dev.saccade.pipeline;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Moves frames from a source into a ring. A live source is polled when due and the newest frame wins; a lossless one
 * waits until the last frame has been taken. Owns the source, not the ring.
 *
 * <p>A frame of a live source that repeats the one before, byte for byte or by its sequence, tells
 * nothing new: it is counted and not handed on, so that a frozen camera makes results grow old as a lost one does. One
 * that was captured before its predecessor never takes its place. A source that begins to count anew, or whose clock
 * goes back, is counted, and its frames are numbered on.
 */
public final class CameraAgent implements Agent {
    private static final long RETRY_NS = 1_000_000;
    /** Periods between capture and arrival, beyond the delay that the source declares, that make a frame late. */
    private static final int LATE_PERIODS = 2;

    private final FrameSource source;
    private final FrameRing ring;
    private final long frameLimit;
    private final AllocationMeter allocation = new AllocationMeter();
    private final long warmFrames;
    private final boolean acceptsRepeats;
    private long retryNs = NEVER;
    private final AtomicLong captured = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    /** As the source numbered the frame before, and what is added since it began anew. */
    private long latestNumber = -1;

    private long numberOffset;
    private long latestCaptureNs;
    private volatile boolean started;
    private volatile long latestFrameNs;
    private volatile long latestPictureNs;
    private volatile boolean finished;
    private volatile String fault;

    /**
     * Makes the agent.
     *
     * @param source driven and closed by this agent
     * @param ring where frames go
     * @param frameLimit frames after which the source counts as ended, or {@link Long#MAX_VALUE}
     * @param warmFrames frames after which allocation is measured
     */
    public CameraAgent(FrameSource source, FrameRing ring, long frameLimit, long warmFrames) {
        this(source, ring, frameLimit, warmFrames, false);
    }

    /**
     * Makes the agent.
     *
     * @param source driven and closed by this agent
     * @param ring where frames go
     * @param frameLimit frames after which the source counts as ended, or {@link Long#MAX_VALUE}
     * @param warmFrames frames after which allocation is measured
     * @param acceptsRepeats whether a picture that repeats the one before is a picture all the same
     */
    public CameraAgent(FrameSource source, FrameRing ring, long frameLimit, long warmFrames, boolean acceptsRepeats) {
        this.source = source;
        this.acceptsRepeats = acceptsRepeats || source.isLossless();
        this.ring = ring;
        this.frameLimit = frameLimit;
        this.warmFrames = warmFrames;
    }

    @Override
    public String name() {
        return "camera";
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        retryNs = NEVER;
        if (!started) {
            latestFrameNs = nowNs;
            latestPictureNs = nowNs;
            started = true;
        }
        if (finished || (source.isLossless() && !ring.isNewestTaken()) || source.nextDueNs() - nowNs > 0) {
            return 0;
        }
        FrameSlot slot = ring.acquire();
        if (slot == null) {
            retryNs = nowNs + RETRY_NS;
            return 0;
        }
        slot.prepare(source.format());
        int status = source.capture(slot, nowNs);
        if (status == FrameSource.CAPTURED) {
            take(slot, nowNs);
            return 1;
        }
        ring.abandon(slot);
        if (status == FrameSource.END) {
            end(null);
        } else if (status == FrameSource.FAILED) {
            end(source.fault());
        }
        return 0;
    }

    @Override
    public long nextDueNs() {
        if (retryNs != NEVER) {
            return retryNs;
        }
        return source.isLossless() && !ring.isNewestTaken() ? NEVER : source.nextDueNs();
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /** @return frames that the source delivered, duplicates included; any thread */
    public long captured() {
        return captured.get();
    }

    /** @return of these, frames that repeated the one before and were not handed on; any thread */
    public long duplicates() {
        return duplicates.get();
    }

    /** @return frames that came later than two periods after their capture, or after a newer one; any thread */
    public long late() {
        return late.get();
    }

    /** @return how often the source began to count anew or its clock went back; any thread */
    public long resets() {
        return resets.get() + source.resets();
    }

    /** @return whether the two times below are known; any thread */
    public boolean isStarted() {
        return started;
    }

    /** @return when the latest frame came, monotonic ns; the first cycle before the first frame; any thread */
    public long latestFrameNs() {
        return latestFrameNs;
    }

    /** @return when the latest frame came that did not repeat the one before; likewise */
    public long latestPictureNs() {
        return latestPictureNs;
    }

    /** @return whether repeated pictures are handed on, so that a frozen camera cannot be told; any thread */
    public boolean acceptsRepeats() {
        return acceptsRepeats;
    }

    /** @return one line on why the source failed, or null */
    public String fault() {
        return fault;
    }

    /** @return heap bytes of this thread from the warm frame on */
    public AllocationMeter allocation() {
        return allocation;
    }

    /** Closes the source. */
    @Override
    public void close() {
        finished = true;
        source.close();
        ring.published().raise();
    }

    private void take(FrameSlot slot, long nowNs) {
        boolean isInOrder = number(slot);
        if (isLate(slot, nowNs) || !isInOrder) {
            late.lazySet(late.get() + 1);
        }
        if (!isInOrder) {
            ring.abandon(slot);
        } else if (!acceptsRepeats && ring.repeatsNewest(slot)) {
            ring.abandon(slot);
            duplicates.lazySet(duplicates.get() + 1);
        } else {
            ring.publish(slot);
            latestPictureNs = nowNs;
        }
        latestFrameNs = nowNs;
        long count = captured.get() + 1;
        captured.lazySet(count);
        if (count == warmFrames) {
            allocation.begin(count);
        } else {
            allocation.cycle();
        }
        if (count >= frameLimit) {
            end(null);
        }
    }

    /** Numbers a frame on from those before. @return whether it was captured after them */
    private boolean number(FrameSlot slot) {
        long number = slot.sequence();
        boolean isOlder = latestNumber >= 0 && slot.captureNs() - latestCaptureNs < 0;
        if (number < latestNumber) {
            if (isOlder) {
                return false;
            }
            numberOffset += latestNumber + 1 - number;
            resets.lazySet(resets.get() + 1);
        } else if (isOlder) {
            resets.lazySet(resets.get() + 1);
        }
        latestNumber = number;
        latestCaptureNs = slot.captureNs();
        if (numberOffset != 0) {
            slot.describe(number + numberOffset, latestCaptureNs, slot.stamp());
        }
        return true;
    }

    private boolean isLate(FrameSlot slot, long nowNs) {
        long periodNs = source.framePeriodNs();
        return !source.isLossless()
                && periodNs > 0
                && nowNs - slot.captureNs() - source.upstreamDelayNs() > LATE_PERIODS * periodNs;
    }

    private void end(String why) {
        fault = why;
        finished = true;
        ring.published().raise();
    }
}
