package dev.saccade.camera.stream;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import java.util.function.Predicate;

/** A live source and a ring, driven on the test's own thread. */
final class Viewer implements AutoCloseable {
    private static final long LONGEST_WAIT_NS = 20_000_000_000L;

    private final FrameSource source;
    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);

    Viewer(String uri) throws SourceException {
        source = Cameras.open(uri);
    }

    FrameSource source() {
        return source;
    }

    /** One call of capture; a captured frame is published. */
    int step() {
        FrameSlot slot = ring.acquire();
        slot.prepare(source.format());
        int status = source.capture(slot, System.nanoTime());
        if (status == FrameSource.CAPTURED) {
            ring.publish(slot);
        } else {
            ring.abandon(slot);
        }
        return status;
    }

    /** The next frame, leased; null when the source is finished. */
    Frame next() {
        long endNs = System.nanoTime() + LONGEST_WAIT_NS;
        while (System.nanoTime() - endNs < 0) {
            int status = step();
            if (status < 0) {
                return null;
            }
            if (status == FrameSource.CAPTURED) {
                return ring.leaseNewest(-1);
            }
        }
        throw new AssertionError("no frame came from " + source.uri());
    }

    /** Looks until a frame is as wanted. */
    void until(String what, Predicate<Frame> wanted) {
        long endNs = System.nanoTime() + LONGEST_WAIT_NS;
        while (System.nanoTime() - endNs < 0) {
            Frame frame = next();
            boolean found = wanted.test(frame);
            frame.release();
            if (found) {
                return;
            }
        }
        throw new AssertionError(what + ": not seen from " + source.uri());
    }

    @Override
    public void close() {
        source.close();
        ring.close();
    }
}
