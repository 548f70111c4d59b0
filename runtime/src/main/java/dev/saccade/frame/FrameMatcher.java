package dev.saccade.frame;

import java.util.Arrays;
import java.util.List;

/**
 * Frames of several cameras that were captured at the same time. It keeps a few leased frames of each ring and gives the
 * newest set whose capture times lie within a tolerance; of two frames that would do, the one nearer to the others. A
 * frame that found no companions is released and counted as unmatched, a set that a newer one overtook as skipped.
 *
 * <p>Capture times are compared as the sources state them: cameras of one stamp class, or a tolerance that covers what
 * they differ by. One consumer thread; nothing is allocated after start-up.
 */
public final class FrameMatcher implements AutoCloseable {
    /** Slots that each ring needs: what is kept here, the set in use, and what a camera writes meanwhile. */
    public static final int SLOTS = 8;

    private static final int KEPT = 4;

    private final List<FrameRing> rings;
    private final long toleranceNs;
    private final Frame[][] kept;
    private final int[] count;
    private final long[] latest;
    private final Frame[] set;
    private final long[] unmatched;
    private boolean hasSet;
    private long matched;
    private long skipped;

    /**
     * Makes a matcher that holds nothing yet.
     *
     * @param rings one of each camera, {@link #SLOTS} slots at least; this is their only reader
     * @param toleranceNs most that the capture times of a set lie apart, below half a frame period
     */
    public FrameMatcher(List<FrameRing> rings, long toleranceNs) {
        if (rings.size() < 2 || toleranceNs < 0) {
            throw new IllegalArgumentException(rings.size() + " cameras within " + toleranceNs + " ns");
        }
        this.rings = List.copyOf(rings);
        this.toleranceNs = toleranceNs;
        kept = new Frame[rings.size()][KEPT];
        count = new int[rings.size()];
        latest = new long[rings.size()];
        set = new Frame[rings.size()];
        unmatched = new long[rings.size()];
        Arrays.fill(latest, -1);
    }

    /**
     * Takes what is new.
     *
     * @return whether there is a newer set; the one before was released then
     */
    public boolean poll() {
        for (int camera = 0; camera < count.length; camera++) {
            Frame frame = rings.get(camera).leaseNewest(latest[camera]);
            if (frame != null) {
                latest[camera] = frame.sequence();
                keep(camera, frame);
            }
        }
        boolean found = false;
        while (isComplete() && align()) {
            skipped += found ? 1 : 0;
            take();
            found = true;
        }
        matched += found ? 1 : 0;
        return found;
    }

    private void keep(int camera, Frame frame) {
        if (count[camera] == KEPT) {
            drop(camera);
        }
        kept[camera][count[camera]++] = frame;
    }

    private boolean isComplete() {
        for (int camera = 0; camera < count.length; camera++) {
            if (count[camera] == 0) {
                return false;
            }
        }
        return true;
    }

    /** Drops what cannot be matched any more. @return whether the oldest frames are a set */
    private boolean align() {
        while (true) {
            long newestNs = newestOfOldest();
            int camera = 0;
            while (camera < count.length && !isPast(camera, newestNs)) {
                camera++;
            }
            if (camera == count.length) {
                return true;
            }
            drop(camera);
            if (count[camera] == 0) {
                return false;
            }
        }
    }

    private long newestOfOldest() {
        long newestNs = kept[0][0].captureNs();
        for (int camera = 1; camera < count.length; camera++) {
            long atNs = kept[camera][0].captureNs();
            newestNs = atNs - newestNs > 0 ? atNs : newestNs;
        }
        return newestNs;
    }

    /** Whether a camera's oldest frame is too old for that time, or its next one is nearer. */
    private boolean isPast(int camera, long timeNs) {
        long apartNs = timeNs - kept[camera][0].captureNs();
        return apartNs > toleranceNs || (count[camera] > 1 && Math.abs(timeNs - kept[camera][1].captureNs()) < apartNs);
    }

    private void drop(int camera) {
        unmatched[camera]++;
        kept[camera][0].release();
        shift(camera);
    }

    private void shift(int camera) {
        count[camera]--;
        System.arraycopy(kept[camera], 1, kept[camera], 0, count[camera]);
        kept[camera][count[camera]] = null;
    }

    private void take() {
        releaseSet();
        for (int camera = 0; camera < count.length; camera++) {
            set[camera] = kept[camera][0];
            shift(camera);
        }
        hasSet = true;
    }

    private void releaseSet() {
        for (int camera = 0; hasSet && camera < set.length; camera++) {
            set[camera].release();
            set[camera] = null;
        }
        hasSet = false;
    }

    /**
     * A frame of the newest set.
     *
     * @param camera its ring's place
     * @return valid until the next {@link #poll} that gives true, and released by it
     */
    public Frame frame(int camera) {
        return set[camera];
    }

    /** @return how far the capture times of the newest set lie apart, ns */
    public long skewNs() {
        long earliestNs = set[0].captureNs();
        long newestNs = earliestNs;
        for (int camera = 1; camera < set.length; camera++) {
            long atNs = set[camera].captureNs();
            earliestNs = atNs - earliestNs < 0 ? atNs : earliestNs;
            newestNs = atNs - newestNs > 0 ? atNs : newestNs;
        }
        return newestNs - earliestNs;
    }

    /** @return earliest capture time of the newest set, monotonic ns */
    public long captureNs() {
        long earliestNs = set[0].captureNs();
        for (int camera = 1; camera < set.length; camera++) {
            long atNs = set[camera].captureNs();
            earliestNs = atNs - earliestNs < 0 ? atNs : earliestNs;
        }
        return earliestNs;
    }

    /** @return sets that were given */
    public long matched() {
        return matched;
    }

    /** @return sets that a newer one overtook before they were given */
    public long skipped() {
        return skipped;
    }

    /**
     * Frames without companions.
     *
     * @param camera its ring's place
     * @return count
     */
    public long unmatched(int camera) {
        return unmatched[camera];
    }

    /** Releases every frame. Idempotent. */
    @Override
    public void close() {
        releaseSet();
        for (int camera = 0; camera < count.length; camera++) {
            while (count[camera] > 0) {
                kept[camera][0].release();
                shift(camera);
            }
        }
    }
}
