package dev.saccade.camera.v4l2;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import java.util.function.BooleanSupplier;

/** A real device driven on the test's thread by the real clock. */
final class LiveRig implements AutoCloseable {
    private static final long LONGEST_NS = 60_000_000_000L;

    final FrameSource source;
    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);

    LiveRig(String uri) throws SourceException {
        source = Cameras.open(uri);
    }

    /** One call of capture; a frame is published. */
    int step() {
        long now = System.nanoTime();
        long early = source.nextDueNs() - now;
        if (early > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(early);
            now = System.nanoTime();
        }
        FrameSlot slot = ring.acquire();
        slot.prepare(source.format());
        int status = source.capture(slot, now);
        if (status == FrameSource.CAPTURED) {
            ring.publish(slot);
        } else {
            ring.abandon(slot);
        }
        return status;
    }

    /** Frames until a condition holds; the number of frames that came. */
    int until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONGEST_NS;
        int frames = 0;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("after 60 s still not: " + what);
            }
            frames += step() == FrameSource.CAPTURED ? 1 : 0;
        }
        return frames;
    }

    /** The next frame, leased. */
    Frame frame() {
        long end = System.nanoTime() + LONGEST_NS;
        while (step() != FrameSource.CAPTURED) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("no frame of " + source.uri() + " in 60 s");
            }
        }
        return ring.leaseNewest(-1);
    }

    @Override
    public void close() {
        source.close();
        ring.close();
    }
}
