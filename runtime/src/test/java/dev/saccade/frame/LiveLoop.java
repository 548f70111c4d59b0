package dev.saccade.frame;

import dev.saccade.pipeline.CameraAgent;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A feed, a source on it, the camera agent and its ring, driven on the test's thread; and one reader. */
public final class LiveLoop implements AutoCloseable {
    private static final long LONGEST_REAL_NS = 30_000_000_000L;
    private static final int MOST_VIRTUAL_CYCLES = 5_000;
    private static final int CALLS = 4;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LiveFeed feed;
    private final FrameSource source;
    private final FrameRing ring;
    private final CameraAgent agent;
    private final long[] ownThreads;
    private final long self = Thread.currentThread().getId();
    private long allocated;
    private long latest = -1;

    /**
     * Opens a source.
     *
     * @param feed stays the caller's
     * @param options of the source
     * @param memory of the ring
     * @throws SourceException when it cannot be opened
     */
    public LiveLoop(LiveFeed feed, String options, FrameMemory memory) throws SourceException {
        this.feed = feed;
        Set<Long> before = threads();
        source = feed.open(options);
        ring = new FrameRing(4, memory);
        agent = new CameraAgent(source, ring, Long.MAX_VALUE, Long.MAX_VALUE);
        cycle();
        ownThreads = threads().stream()
                .filter(id -> !before.contains(id))
                .mapToLong(Long::longValue)
                .toArray();
    }

    /** The library's own threads, which are named after it. */
    private static Set<Long> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("saccade-"))
                .map(Thread::getId)
                .collect(Collectors.toSet());
    }

    /** @return the source, closed with this */
    public FrameSource source() {
        return source;
    }

    /** @return the agent that drives it */
    public CameraAgent agent() {
        return agent;
    }

    /** @return where frames go */
    public FrameRing ring() {
        return ring;
    }

    /** Lets a period pass and the camera thread do what is due. */
    public void cycle() {
        feed.tick();
        long nowNs = feed.nowNs();
        long before = THREADS.getThreadAllocatedBytes(self);
        int worked = agent.doWork(nowNs);
        for (int call = 1; call < CALLS && worked == 0 && !feed.isReal(); call++) {
            worked = agent.doWork(nowNs);
        }
        allocated += THREADS.getThreadAllocatedBytes(self) - before;
        if (feed.isReal() && worked == 0) {
            LiveFeed.Real.awaitTime(Math.min(agent.nextDueNs(), nowNs + 50_000_000));
        }
    }

    /** @return heap bytes that camera thread and source have taken so far */
    public long allocatedBytes() {
        long sum = allocated;
        for (long id : ownThreads) {
            sum += Math.max(0, THREADS.getThreadAllocatedBytes(id));
        }
        return sum;
    }

    /**
     * Goes on until a condition holds.
     *
     * @param what for the message
     * @param condition asked after each cycle
     */
    public void until(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + LONGEST_REAL_NS;
        for (int n = 0; !condition.getAsBoolean(); n++) {
            boolean isOver = feed.isReal() ? System.nanoTime() - endNs > 0 : n > MOST_VIRTUAL_CYCLES;
            if (isOver || agent.isFinished()) {
                throw new AssertionError(source.uri() + ": not seen: " + what + "; fault " + agent.fault());
            }
            cycle();
        }
    }

    /** @return the next new frame, leased by the caller */
    public Frame lease() {
        Frame[] found = {ring.leaseNewest(latest)};
        until("a new frame", () -> {
            found[0] = found[0] == null ? ring.leaseNewest(latest) : found[0];
            return found[0] != null;
        });
        latest = found[0].sequence();
        return found[0];
    }

    /**
     * Goes on for so many frames more, each read.
     *
     * @param count frames
     */
    public void frames(long count) {
        for (long n = 0; n < count; n++) {
            // Before the next one, which a lossless source holds until then.
            read();
            long before = agent.captured();
            until("a frame", () -> agent.captured() > before);
        }
    }

    private void read() {
        Frame frame = ring.leaseNewest(latest);
        if (frame != null) {
            latest = frame.sequence();
            frame.release();
        }
    }

    /** Closes source and ring. */
    @Override
    public void close() {
        agent.close();
        ring.close();
    }
}
