package dev.saccade.camera.v4l2;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.posix.SharedFile;
import dev.saccade.v4l2.TakenPicture;
import dev.saccade.v4l2.VideoDevice;
import java.nio.file.Path;

/**
 * A camera through V4L2: the newest picture each time, stamped by the driver. A device that is unplugged, breaks down or
 * falls silent is looked for again until it is back, at its path or wherever the same device appears. Sequences go on
 * across such losses. Owns the device; the camera thread drives it, any thread closes it.
 */
final class V4l2Source implements FrameSource {
    private static final int LONGEST_WAIT_MS = 100;
    private static final long ASSUMED_PERIOD_NS = 33_333_333L;
    /** Silence of so many periods, and at least of so long, is a stall. */
    private static final int STALL_PERIODS = 10;

    private static final long LEAST_STALL_NS = 1_000_000_000L;

    private final V4l2Request request;
    private final VideoSystem system;
    private final DeviceIdentity identity;
    private final TakenPicture picture = new TakenPicture();
    private final CloseGuard guard = new CloseGuard();
    private final Object closing = new Object();
    private final int wakeUp;
    private final Waiting waiting = new Waiting();
    private boolean closed;
    private V4l2Stream stream;
    private Path path;
    private boolean pending;
    private boolean started;
    private boolean lost;
    private boolean bySource;
    private long heardNs;
    private long stallNs;
    private long damaged;
    private volatile FrameFormat format;
    private volatile StampClass stamp;
    private volatile long periodNs;
    private volatile long upstreamDelayNs;
    private volatile long dueNs;
    private volatile long gaps;
    private volatile long torn;
    private volatile long skipped;
    private volatile long resets;
    private volatile long reconnects;
    private long changes;
    private long returns;

    private V4l2Source(V4l2Request request, VideoSystem system, V4l2Stream stream, int wakeUp) {
        this.request = request;
        this.system = system;
        this.wakeUp = wakeUp;
        identity = stream.device().identity();
        path = stream.device().path();
        adopt(stream);
    }

    /** Opens the device and starts it. */
    static V4l2Source open(V4l2Request request, VideoSystem system) throws SourceException {
        V4l2Stream stream;
        try {
            stream = V4l2Stream.start(new OpenDevice(request.device(), system), request, false);
        } catch (VideoException e) {
            boolean missing = e.kind() == SourceException.Kind.NO_DEVICE && e.errno() != VideoDevice.EBUSY;
            throw new SourceException(
                    e.kind(),
                    "source " + request.uri() + ": " + e.getMessage()
                            + (missing ? "; " + DeviceNodes.found(system) : ""),
                    e);
        }
        int wakeUp = SharedFile.makeEvent();
        if (wakeUp < 0) {
            stream.close();
            throw new SourceException(
                    SourceException.Kind.NO_DEVICE,
                    "source " + request.uri() + ": no file descriptor is left; raise the limit (ulimit -n)");
        }
        return new V4l2Source(request, system, stream, wakeUp);
    }

    private void adopt(V4l2Stream next) {
        stream = next;
        path = next.device().path();
        format = next.unloader().format();
        periodNs = next.periodNs();
        long period = periodNs > 0 ? periodNs : ASSUMED_PERIOD_NS;
        stallNs = request.stallNs() > 0 ? request.stallNs() : Math.max(LEAST_STALL_NS, STALL_PERIODS * period);
        long told = VideoDevice.stamp(next.handle());
        stamp(told);
        pending = false;
        started = false;
    }

    /** The class of stamps and what they leave out of a frame's age. */
    private void stamp(long told) {
        long period = periodNs > 0 ? periodNs : ASSUMED_PERIOD_NS;
        boolean kernel = (told & VideoDevice.STAMP_OF_KERNEL) != 0;
        // From the end of the exposure on the driver counts; before it, the light took at most a period. A frame that
        // is
        // stamped on arrival may have waited for another one in the driver.
        long before = (told & VideoDevice.STAMP_OF_START) != 0 ? 0 : period;
        upstreamDelayNs = kernel ? before : 2 * period;
        stamp = kernel ? StampClass.KERNEL : StampClass.ARRIVAL;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (!guard.enter()) {
            return END;
        }
        try {
            return stream == null ? find(nowNs) : deliver(slot, nowNs);
        } finally {
            if (guard.leave()) {
                release();
            }
        }
    }

    private int deliver(FrameSlot slot, long nowNs) {
        if (!started) {
            heardNs = nowNs;
            started = true;
        }
        if (!pending && !take(nowNs)) {
            return NOT_READY;
        }
        pending = true;
        FrameFormat present = stream.unloader().format();
        if (!present.equals(slot.format())) {
            format = present;
            return NOT_READY;
        }
        pending = false;
        if (!stream.unloader().write(slot)) {
            torn = ++damaged + picture.torn();
            return NOT_READY;
        }
        slot.describe(picture.number(), picture.captureNs(), stamp);
        // At once, so that the driver has all its buffers until the next call.
        if (VideoDevice.give(stream.handle()) < 0) {
            lose(nowNs);
        }
        return CAPTURED;
    }

    /** Takes the newest picture; false when there is none that can be read. */
    private boolean take(long nowNs) {
        int status = VideoDevice.take(stream.handle(), wakeUp, LONGEST_WAIT_MS, picture.address());
        gaps = picture.gaps();
        skipped = picture.skipped();
        torn = damaged + picture.torn();
        resets = changes + picture.resets();
        switch (status) {
            case VideoDevice.PICTURE -> {
                heardNs = nowNs;
                stamp(picture.stamp());
                // Only a picture tells that it is back: one that starts and stays silent is not.
                reconnects = lost ? ++returns : returns;
                lost = false;
                if (stream.unloader().read(picture)) {
                    return true;
                }
                torn = ++damaged + picture.torn();
            }
            case VideoDevice.NOTHING -> {
                if (nowNs - heardNs > stallNs) {
                    lose(nowNs);
                }
            }
            case VideoDevice.CHANGED -> change(nowNs);
            case VideoDevice.WOKEN -> dueNs = nowNs;
            default -> lose(nowNs);
        }
        return false;
    }

    /** The source behind the device has another size or timing: it is negotiated anew. */
    private void change(long nowNs) {
        bySource = true;
        resets = ++changes + picture.resets();
        stream.close();
        stream = null;
        waiting.reset(nowNs);
        find(nowNs);
    }

    private void lose(long nowNs) {
        lost = true;
        stream.close();
        stream = null;
        waiting.reset(nowNs);
        dueNs = waiting.dueNs();
    }

    /** Looks for the device when it is time to. */
    private int find(long nowNs) {
        if (waiting.isDue(nowNs)) {
            try {
                adopt(V4l2Stream.start(DeviceNodes.reopen(path, identity, system), request, bySource));
                waiting.reset(nowNs);
            } catch (VideoException | SourceException e) {
                waiting.failed(nowNs);
            }
        }
        dueNs = waiting.dueNs();
        return NOT_READY;
    }

    private void release() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        picture.close();
        SharedFile.close(wakeUp);
    }

    @Override
    public String uri() {
        return request.uri();
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return stamp;
    }

    @Override
    public long framePeriodNs() {
        return periodNs;
    }

    @Override
    public long upstreamDelayNs() {
        return upstreamDelayNs;
    }

    @Override
    public long nextDueNs() {
        return dueNs;
    }

    @Override
    public long gaps() {
        return gaps;
    }

    @Override
    public long torn() {
        return torn;
    }

    @Override
    public long skipped() {
        return skipped;
    }

    @Override
    public long resets() {
        return resets;
    }

    @Override
    public long reconnects() {
        return reconnects;
    }

    /** A lost device is looked for without end; its absence shows as age and in {@link #reconnects()}. */
    @Override
    public String fault() {
        return null;
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
            // First, since whoever is inside may free everything on its way out.
            SharedFile.raise(wakeUp);
            if (guard.close()) {
                release();
            }
        }
    }
}
