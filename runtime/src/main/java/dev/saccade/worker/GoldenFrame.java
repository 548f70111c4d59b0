package dev.saccade.worker;

import dev.saccade.frame.Frame;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;

/**
 * A frame of this stream with what the first worker saw in it: a later worker serves only when it sees the same. Kept
 * from the warm-up, and once more when the first kept frame showed nothing and a later one does. Any thread; the one that
 * asks for {@link #frame} uses it only while nobody keeps another.
 */
final class GoldenFrame implements AutoCloseable {
    private final Tolerance tolerance;
    private final Perception seen;
    private final FrameCopy copy = new FrameCopy(HostFrameMemory.INSTANCE);
    private volatile boolean kept;
    private volatile boolean settled;

    /** @param seen an empty perception, taken over */
    GoldenFrame(Tolerance tolerance, Perception seen) {
        this.tolerance = tolerance;
        this.seen = seen;
    }

    boolean isKept() {
        return kept;
    }

    /** Offers a frame and what was seen in it; after the first that shows something it costs a comparison. */
    void offer(Frame frame, Perception found) {
        if (!settled) {
            keep(frame, found);
        }
    }

    private synchronized void keep(Frame frame, Perception found) {
        settled = found.detections() == null || found.detections().count() > 0;
        if (!kept || settled) {
            copy.take(frame);
            found.copyTo(seen);
            kept = true;
        }
    }

    /** Waits for one that is being kept. */
    synchronized Frame frame() {
        return copy;
    }

    /** What differs, in words; null when it is the same. */
    synchronized String difference(Perception found) {
        if (seen.detections() != null) {
            return difference(seen.detections(), found.detections());
        }
        return seen.classes() != null
                ? difference(seen.classes(), found.classes())
                : difference(seen.mask(), found.mask());
    }

    /** Boxes whose scores are within the tolerance may change places, which a detector's order allows. */
    private String difference(Detections a, Detections b) {
        if (a.count() != b.count()) {
            return b.count() + " detections instead of " + a.count();
        }
        for (int i = 0; i < a.count(); i++) {
            if (!hasOneLike(a, i, b)) {
                return "no detection like number " + i;
            }
        }
        return null;
    }

    private boolean hasOneLike(Detections a, int i, Detections b) {
        for (int k = 0; k < b.count(); k++) {
            boolean isLike = a.label(i) == b.label(k)
                    && Math.abs(a.score(i) - b.score(k)) <= tolerance.score()
                    && isNear(a.x(i), b.x(k))
                    && isNear(a.y(i), b.y(k))
                    && isNear(a.width(i), b.width(k))
                    && isNear(a.height(i), b.height(k));
            if (isLike) {
                return true;
            }
        }
        return false;
    }

    private boolean isNear(float a, float b) {
        return Math.abs(a - b) <= tolerance.pixels();
    }

    private String difference(Classes a, Classes b) {
        if (a.count() != b.count()) {
            return b.count() + " classes instead of " + a.count();
        }
        for (int i = 0; i < a.count(); i++) {
            if (Math.abs(a.score(i) - b.score(i)) > tolerance.score()) {
                return "another score at place " + i;
            }
            // Below the first place, classes of one score may change places.
            if (a.label(i) != b.label(i) && (i == 0 || tolerance.score() == 0)) {
                return "another class at place " + i;
            }
        }
        return null;
    }

    private String difference(SegmentationMask a, SegmentationMask b) {
        long differing = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = 0; x < a.width(); x++) {
                differing += a.at(x, y) == b.at(x, y) ? 0 : 1;
            }
        }
        boolean isSame = differing <= tolerance.maskShare() * a.width() * a.height();
        return isSame ? null : differing + " pixels of the mask are others";
    }

    @Override
    public synchronized void close() {
        copy.close();
        seen.close();
    }
}
