package dev.saccade.pipeline;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the Java heap bytes that one thread allocates from a chosen cycle on: the exact total of the JVM's own
 * per-thread counter, not a quotient. Driven by the measured thread; totals may be read from others.
 */
public final class AllocationMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long startBytes;
    private volatile long startCycle = -1;
    private volatile long bytes;
    private final AtomicLong cycles = new AtomicLong();

    /** Makes a meter that has not begun. The first reading of the counter is taken here, off the hot path. */
    public AllocationMeter() {
        startBytes = THREADS.getCurrentThreadAllocatedBytes();
    }

    /**
     * Begins at a cycle; later calls are ignored.
     *
     * @param cycle its number, reported by {@link #startCycle()}
     */
    public void begin(long cycle) {
        if (startCycle < 0) {
            startBytes = THREADS.getCurrentThreadAllocatedBytes();
            startCycle = cycle;
        }
    }

    /** Ends a measured cycle; nothing happens before {@link #begin}. */
    public void cycle() {
        if (startCycle >= 0) {
            bytes = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
            cycles.lazySet(cycles.get() + 1);
        }
    }

    /** @return number of the first measured cycle, -1 before {@link #begin} */
    public long startCycle() {
        return startCycle;
    }

    /** @return bytes allocated by the thread since {@link #begin} */
    public long bytes() {
        return bytes;
    }

    /** @return cycles measured */
    public long cycles() {
        return cycles.get();
    }
}
