package dev.saccade.camera.stream;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.time.MonotonicClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A network stream as a source. {@link #capture} gives the newest picture of the stream's thread, however long nobody
 * asked, and waits for it 50 ms at most. A stream never ends: a lost one is tried again until the source is closed.
 * Frames come in the decoder's own layout, or I420 where that is none of ours.
 */
final class StreamSource implements FrameSource {
    private static final long LONGEST_WAIT_NS = 50_000_000;
    private static final long FAREWELL_MS = 1_000;

    private final StreamUri uri;
    private final StreamReader reader;
    private final StreamThread thread;
    // The camera thread and the stream's: who leaves last frees the pictures.
    private final AtomicInteger inside = new AtomicInteger(1);
    private volatile boolean closed;
    private volatile FrameFormat format;
    private volatile String fault;
    private volatile long skipped;
    private Thread waiter;
    private boolean pending;
    private long skippedCount;
    private long latestOrdinal = -1;
    private long latestNs;

    /** Connects and waits for the first picture, so that the format is known. */
    StreamSource(StreamUri uri, StreamReader.Opener opener, ReadBound bound) throws SourceException {
        this.uri = uri;
        reader = new StreamReader(uri, opener, bound, MonotonicClock.SYSTEM);
        inside.incrementAndGet();
        thread = new StreamThread(
                () -> {
                    try {
                        reader.run();
                    } finally {
                        leave();
                    }
                },
                bound);
        thread.start();
        try {
            reader.awaitFirst();
            adopt();
        } catch (SourceException e) {
            close();
            throw e;
        }
        if (format == null) {
            close();
            throw new SourceException(SourceException.Kind.BAD_INPUT, fault);
        }
    }

    /** Takes the newest picture; false when there is no newer one. Camera thread. */
    private boolean adopt() {
        if (!reader.pictures().poll()) {
            return false;
        }
        DecodedPicture picture = reader.pictures().latest();
        skippedCount += picture.ordinal - latestOrdinal - 1;
        skipped = skippedCount;
        latestOrdinal = picture.ordinal;
        FrameFormat next = picture.format(format);
        if (next == null) {
            fault = "source " + uri.shown() + ": pictures of " + picture.frame.width() + "x" + picture.frame.height()
                    + " in this pixel format cannot be delivered; set the camera to 8-bit 4:2:0 and at most "
                    + FrameFormat.MAX_SIDE + " pixels a side";
            return false;
        }
        format = next;
        pending = true;
        return true;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        latestNs = nowNs;
        if (!enter()) {
            return END;
        }
        try {
            return deliver(slot);
        } finally {
            leave();
        }
    }

    private int deliver(FrameSlot slot) {
        if (!adopt() && !pending) {
            await();
            adopt();
        }
        if (fault != null) {
            return FAILED;
        }
        // After a change of format the caller must make room first.
        if (!pending || !format.equals(slot.format())) {
            return NOT_READY;
        }
        DecodedPicture picture = reader.pictures().latest();
        if (picture.transfer(slot) < 0) {
            fault = "source " + uri.shown() + ": a picture could not be converted; set the camera to 8-bit 4:2:0";
            return FAILED;
        }
        slot.describe(picture.sequence, picture.captureNs, picture.stamp);
        pending = false;
        return CAPTURED;
    }

    /** Waits once: woken for another reason the camera thread gets the chance to look whether it should stop. */
    private void await() {
        if (waiter != Thread.currentThread()) {
            waiter = Thread.currentThread();
            reader.published().attach(waiter);
            if (adopt()) {
                return;
            }
        }
        LockSupport.parkNanos(LONGEST_WAIT_NS);
    }

    private boolean enter() {
        int now = inside.get();
        while (!closed && now > 0) {
            if (inside.compareAndSet(now, now + 1)) {
                return true;
            }
            now = inside.get();
        }
        return false;
    }

    private void leave() {
        if (inside.decrementAndGet() == 0) {
            reader.pictures().forEachCopy(DecodedPicture::close);
        }
    }

    @Override
    public void close() {
        synchronized (inside) {
            if (closed) {
                return;
            }
            closed = true;
        }
        reader.abort();
        reader.published().raise();
        leave();
        try {
            thread.join(FAREWELL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String uri() {
        return uri.shown();
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return reader.stamp();
    }

    @Override
    public long framePeriodNs() {
        return reader.framePeriodNs();
    }

    @Override
    public long upstreamDelayNs() {
        return uri.upstreamNs();
    }

    @Override
    public long nextDueNs() {
        return latestNs;
    }

    /** A picture of which nothing came leaves no trace in most streams; one that came in part is {@link #torn()}. */
    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public long torn() {
        return reader.torn();
    }

    @Override
    public long resets() {
        return reader.resets();
    }

    @Override
    public long reconnects() {
        return reader.reconnects();
    }

    @Override
    public long skipped() {
        return skipped;
    }

    /** How often the connection was given up because nothing came. */
    long silences() {
        return reader.silences();
    }

    @Override
    public String fault() {
        return fault;
    }
}
