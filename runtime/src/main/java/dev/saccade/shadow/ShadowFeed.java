package dev.saccade.shadow;

import dev.saccade.frame.Frame;
import dev.saccade.frame.Signal;
import dev.saccade.pipeline.PerceptionFollower;
import dev.saccade.vision.Perception;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the perception thread leaves for the shadow: how every frame went, and a frame with its result where one is wanted
 * and there is time for it. Production spends a few stores on it, and the copy of a result that is wanted.
 */
final class ShadowFeed implements PerceptionFollower {
    private static final int ENTRIES = 256;

    private final int[] outcomes = new int[ENTRIES];
    private final long[] latencies = new long[ENTRIES];
    private final long[] dues = new long[ENTRIES];
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final FramePeriod period = new FramePeriod();
    private final Perception production;
    private final Signal signal;
    private long latestCaptureNs = Long.MIN_VALUE;
    /** Of the entry that {@link #handed} belongs to; written before it. */
    private long handedAt;

    private volatile Frame handed;
    private volatile boolean wanted;
    private volatile long neededNs;

    /**
     * @param production receives the result beside a frame; owned by the shadow
     * @param signal raised at every frame
     */
    ShadowFeed(Perception production, Signal signal) {
        this.production = production;
        this.signal = signal;
    }

    @Override
    public void finished(int outcome, Perception result, Frame frame, long nowNs) {
        // A frame that the engine failed on comes again from the standby.
        if (frame.captureNs() != latestCaptureNs) {
            latestCaptureNs = frame.captureNs();
            period.add(latestCaptureNs);
        }
        long at = written.get();
        if (at - read.get() == ENTRIES) {
            lost.lazySet(lost.get() + 1);
            return;
        }
        int i = (int) (at % ENTRIES);
        long periodNs = period.earliestNs();
        outcomes[i] = outcome;
        latencies[i] = result == null ? -1 : result.latencyNs();
        dues[i] = periodNs == 0 ? nowNs : frame.captureNs() + periodNs;
        if (wanted && outcome == IN_TIME && nowNs + neededNs - dues[i] <= 0) {
            result.copyTo(production);
            frame.retain();
            handedAt = at;
            wanted = false;
            handed = frame;
        }
        written.set(at + 1);
        signal.raise();
    }

    /** @return whether there is an entry; shadow's thread, as all that follows */
    boolean hasNext() {
        return read.get() != written.get();
    }

    /** @return how the frame of the present entry ended */
    int outcome() {
        return outcomes[(int) (read.get() % ENTRIES)];
    }

    /** @return capture to publication, ns; negative without a result */
    long latencyNs() {
        return latencies[(int) (read.get() % ENTRIES)];
    }

    /** @return when the frame after it comes at the earliest, monotonic ns */
    long dueNs() {
        return dues[(int) (read.get() % ENTRIES)];
    }

    /** @return the present entry's frame, leased for the caller, who releases it; null when it has none */
    Frame take() {
        Frame frame = handed;
        if (frame == null || handedAt != read.get()) {
            return null;
        }
        handed = null;
        return frame;
    }

    void next() {
        read.set(read.get() + 1);
    }

    /** @return entries that found no room */
    long lost() {
        return lost.get();
    }

    /**
     * Says whether a frame is wanted with the next result, and the time that a look needs.
     *
     * @param lookNs ns
     */
    void want(boolean isWanted, long lookNs) {
        neededNs = lookNs;
        if (handed == null) {
            wanted = isWanted;
        }
    }

    /** Nothing is wanted any more; the perception thread has ended, or will hand over no other frame. */
    void drop() {
        wanted = false;
        Frame frame = handed;
        if (frame != null) {
            handed = null;
            frame.release();
        }
    }
}
