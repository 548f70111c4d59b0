package dev.saccade.camera.sync;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMatcher;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import dev.saccade.pipeline.AgentThread;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Cameras on threads of their own, whose matched frames stand side by side in one. Its capture time is the earliest of a
 * set, its stamp class the weakest. Owns the cameras.
 */
final class SyncSource implements FrameSource {
    private static final long LONGEST_WAIT_NS = 20_000_000;
    private static final long STEP_NS = 1_000_000;

    private final String uri;
    private final List<FrameSource> cameras;
    private final List<FrameRing> rings = new ArrayList<>();
    private final List<CameraAgent> agents = new ArrayList<>();
    private final List<AgentThread> threads = new ArrayList<>();
    private final FrameMatcher matcher;
    private final CloseGuard guard = new CloseGuard();
    private final FrameFormat format;
    private final long upstreamNs;
    private final StampClass stamp;
    private boolean isStarted;
    private long sequence;
    private volatile long latestNs;
    /** What the camera thread counted, for others to read. */
    private final AtomicLong unmatched = new AtomicLong();

    private final AtomicLong skipped = new AtomicLong();
    private volatile String fault;

    private SyncSource(String uri, List<FrameSource> cameras, FrameFormat format, long toleranceNs) {
        this.uri = uri;
        this.cameras = List.copyOf(cameras);
        this.format = format;
        for (FrameSource camera : cameras) {
            FrameRing ring = new FrameRing(FrameMatcher.SLOTS, HostFrameMemory.INSTANCE);
            CameraAgent agent = new CameraAgent(camera, ring, Long.MAX_VALUE, Long.MAX_VALUE);
            rings.add(ring);
            agents.add(agent);
            threads.add(new AgentThread(
                    agent, MonotonicClock.SYSTEM, AgentThread.Idle.PARK, null, ThreadPolicy.besideControl()));
        }
        matcher = new FrameMatcher(rings, toleranceNs);
        upstreamNs =
                cameras.stream().mapToLong(FrameSource::upstreamDelayNs).max().orElse(0);
        stamp = cameras.stream()
                .map(FrameSource::stamp)
                .max(StampClass::compareTo)
                .orElseThrow();
    }

    /**
     * Joins cameras.
     *
     * @param cameras two or more, taken over; the caller closes them when this throws
     */
    static SyncSource of(String uri, List<FrameSource> cameras, long toleranceNs) throws SourceException {
        FrameFormat first = cameras.get(0).format();
        int width = 0;
        long shortestNs = Long.MAX_VALUE;
        for (FrameSource camera : cameras) {
            FrameFormat format = camera.format();
            if (camera.isLossless()) {
                throw refuse(
                        uri, camera.uri() + " waits for its reader (pace=max), and cameras do not: leave that out");
            }
            if (format.pixels() != first.pixels()
                    || format.height() != first.height()
                    || format.matrix() != first.matrix()
                    || format.fullRange() != first.fullRange()) {
                throw refuse(
                        uri,
                        camera.uri() + " gives " + shown(format) + " and "
                                + cameras.get(0).uri() + " " + shown(first)
                                + ": open them in one pixel format and height");
            }
            if (format.pixels().isYuv() && format.width() % 2 != 0) {
                throw refuse(uri, camera.uri() + " is " + format.width() + " pixels wide: open it in an even width");
            }
            width += format.width();
            shortestNs = camera.framePeriodNs() > 0 ? Math.min(shortestNs, camera.framePeriodNs()) : shortestNs;
        }
        if (width > FrameFormat.MAX_SIDE) {
            throw refuse(uri, width + " pixels side by side are more than " + FrameFormat.MAX_SIDE);
        }
        if (2 * toleranceNs >= shortestNs) {
            throw refuse(
                    uri,
                    "a tolerance of " + toleranceNs / 1e6 + " ms is no less than half a frame period of "
                            + shortestNs / 1e6 + " ms, so that neighbouring frames would match");
        }
        FrameFormat format = new FrameFormat(first.pixels(), width, first.height(), first.matrix(), first.fullRange());
        return new SyncSource(uri, cameras, format, toleranceNs);
    }

    private static String shown(FrameFormat format) {
        return format.width() + "x" + format.height() + " " + format.pixels();
    }

    private static SourceException refuse(String uri, String why) {
        return new SourceException(SourceException.Kind.USAGE, "source " + uri + ": " + why);
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        latestNs = nowNs;
        if (!guard.enter()) {
            return END;
        }
        try {
            start();
            return awaitSet() ? deliver(slot) : ended();
        } finally {
            if (guard.leave()) {
                free();
            }
        }
    }

    private void start() {
        if (!isStarted) {
            isStarted = true;
            rings.forEach(ring -> ring.published().attach(Thread.currentThread()));
            threads.forEach(AgentThread::start);
        }
    }

    private boolean awaitSet() {
        long untilNs = System.nanoTime() + LONGEST_WAIT_NS;
        boolean found = matcher.poll();
        while (!found && !guard.isClosing() && System.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(STEP_NS);
            found = matcher.poll();
        }
        // What the first camera's ring replaced unread stands for sets that nobody fetched.
        skipped.lazySet(matcher.skipped() + rings.get(0).unread());
        long sum = 0;
        for (int i = 0; i < rings.size(); i++) {
            sum += matcher.unmatched(i);
        }
        unmatched.lazySet(sum);
        return found;
    }

    private int ended() {
        for (int i = 0; i < agents.size(); i++) {
            if (agents.get(i).fault() != null) {
                fault = agents.get(i).fault();
                return FAILED;
            }
            if (agents.get(i).isFinished() || !threads.get(i).isAlive()) {
                return END;
            }
        }
        return NOT_READY;
    }

    private int deliver(FrameSlot slot) {
        int x = 0;
        for (int i = 0; i < rings.size(); i++) {
            Frame frame = matcher.frame(i);
            FrameFormat part = frame.format();
            int width = cameras.get(i).format().width();
            if (part.pixels() != format.pixels() || part.height() != format.height() || part.width() != width) {
                fault = "source " + uri + ": " + cameras.get(i).uri() + " changed to " + shown(part)
                        + "; open the cameras anew";
                return FAILED;
            }
            copy(frame, slot, x);
            x += width;
        }
        slot.describe(sequence++, matcher.captureNs(), stamp);
        return CAPTURED;
    }

    private static void copy(Frame frame, FrameSlot slot, int x) {
        FrameFormat part = frame.format();
        for (int p = 0; p < part.pixels().planes(); p++) {
            int rowBytes = part.pixels().rowBytes(p, part.width());
            int left = x == 0 ? 0 : part.pixels().rowBytes(p, x);
            for (int y = 0; y < part.pixels().rows(p, part.height()); y++) {
                Kernels.copy(
                        slot.address(p) + (long) y * slot.stride(p) + left,
                        frame.address(p) + (long) y * frame.stride(p),
                        rowBytes);
            }
        }
    }

    @Override
    public String uri() {
        return uri;
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
        long longestNs = 0;
        for (int i = 0; i < cameras.size(); i++) {
            longestNs = Math.max(longestNs, cameras.get(i).framePeriodNs());
        }
        return longestNs;
    }

    @Override
    public long upstreamDelayNs() {
        return upstreamNs;
    }

    /** A wait for the next set is spent inside {@link #capture}. */
    @Override
    public long nextDueNs() {
        return latestNs;
    }

    @Override
    public long gaps() {
        return cameras.stream().mapToLong(FrameSource::gaps).sum();
    }

    @Override
    public long torn() {
        return cameras.stream().mapToLong(FrameSource::torn).sum();
    }

    @Override
    public long resets() {
        return agents.stream().mapToLong(CameraAgent::resets).sum();
    }

    @Override
    public long reconnects() {
        return cameras.stream().mapToLong(FrameSource::reconnects).sum();
    }

    @Override
    public long skipped() {
        return skipped.get();
    }

    @Override
    public long unmatched() {
        return unmatched.get();
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        if (guard.close()) {
            free();
        }
    }

    /** The agents close their cameras on their threads; memory goes once those have ended. */
    private void free() {
        threads.forEach(AgentThread::stop);
        if (!isStarted) {
            cameras.forEach(FrameSource::close);
        }
        for (AgentThread thread : threads) {
            joinQuietly(thread);
        }
        matcher.close();
        rings.forEach(FrameRing::close);
    }

    private static void joinQuietly(AgentThread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join(0);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
