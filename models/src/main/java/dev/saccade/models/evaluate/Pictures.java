package dev.saccade.models.evaluate;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import dev.saccade.models.ModelsException;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Path;

/**
 * Opens still pictures one at a time, by the source that plays files: the pixels are those that {@code run} would see.
 * One thread. Owns the memory of the frames until {@link #close()}.
 */
final class Pictures implements AutoCloseable {
    private static final int SLOTS = 3;
    private static final int MOST_CALLS = 16;

    private final FrameRing ring = new FrameRing(SLOTS, HostFrameMemory.INSTANCE);
    private final MonotonicClock clock;

    Pictures(MonotonicClock clock) {
        this.clock = clock;
    }

    /** The picture as a leased frame, to be released by the caller before the next. */
    Frame read(Path picture) throws ModelsException, SourceException {
        String uri = "file:" + picture.toAbsolutePath() + "?pace=max";
        try (FrameSource source = Cameras.open(uri)) {
            if (source.frameCount() != 1) {
                throw ModelsException.badInput(
                        picture + ": is no still picture but a clip; labels are for single pictures");
            }
            FrameSlot slot = ring.acquire();
            slot.prepare(source.format());
            int status = FrameSource.NOT_READY;
            for (int i = 0; i < MOST_CALLS && status == FrameSource.NOT_READY; i++) {
                status = source.capture(slot, clock.nanoTime());
            }
            if (status != FrameSource.CAPTURED) {
                ring.abandon(slot);
                throw ModelsException.badInput(picture + ": cannot be read"
                        + (source.fault() == null ? "" : " (" + source.fault() + ")") + "; replace the picture");
            }
            ring.publish(slot);
            return ring.leaseNewest(-1);
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
