package dev.saccade.pipeline;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;

/**
 * Moves frames from a source into a ring. A live source is polled when due and the newest frame wins; a lossless one
 * waits until the last frame has been taken. Owns the source, not the ring.
 */
public final class CameraAgent implements Agent {
    private static final long RETRY_NS = 1_000_000;

    private final FrameSource source;
    private final FrameRing ring;
    private final long frameLimit;
    private final AllocationMeter allocation = new AllocationMeter();
    private final long warmFrames;
    private long retryNs = NEVER;
    private long captured;
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
        this.source = source;
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
            ring.publish(slot);
            captured++;
            if (captured == warmFrames) {
                allocation.begin(captured);
            } else {
                allocation.cycle();
            }
            if (captured >= frameLimit) {
                end(null);
            }
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

    private void end(String why) {
        fault = why;
        finished = true;
        ring.published().raise();
    }
}
