package dev.saccade.bench;

import com.sun.management.ThreadMXBean;
import dev.saccade.frame.Signal;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.LatestValue;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Hand-off between two threads at 1 kHz: {@link LatestValue} with a parked reader beside the JDK's
 * ArrayBlockingQueue, in alternating blocks of one process. Prints the time from publication to receipt and the heap
 * bytes of both threads.
 *
 * <p>Goal: 10 us or less at p50 and 0 bytes.
 */
public final class HandOff {
    private static final int BLOCKS = 10;
    private static final int WARM_BLOCKS = 2;
    private static final int MESSAGES = 1_000;
    private static final long PERIOD_NS = 1_000_000;
    private static final long GOAL_NS = 10_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One way to hand a time stamp over. */
    private interface Exchange {
        void attach(Thread reader);

        void give(long sentNs) throws InterruptedException;

        /** Returns the next stamp; waits for it. */
        long take() throws InterruptedException;
    }

    private HandOff() {}

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws InterruptedException {
        Exchange ours = new Newest();
        Exchange queue = new Queue();
        Latency oursNs = new Latency();
        Latency queueNs = new Latency();
        long oursBytes = 0;
        long queueBytes = 0;
        for (int block = 0; block < BLOCKS + WARM_BLOCKS; block++) {
            if (block == WARM_BLOCKS) {
                oursNs.reset();
                queueNs.reset();
                oursBytes = 0;
                queueBytes = 0;
            }
            boolean oursFirst = block % 2 == 0;
            for (int half = 0; half < 2; half++) {
                if (oursFirst == (half == 0)) {
                    oursBytes += block(ours, oursNs);
                } else {
                    queueBytes += block(queue, queueNs);
                }
            }
        }
        print("LatestValue + park", oursNs, oursBytes);
        print("ArrayBlockingQueue", queueNs, queueBytes);
        boolean met = oursNs.percentile(50) <= GOAL_NS && oursBytes == 0;
        System.out.printf(
                Locale.ROOT,
                "ratio p50 %.2f; goal p50 <= 10 us and 0 B: %s%n",
                (double) oursNs.percentile(50) / queueNs.percentile(50),
                met ? "met" : "not met");
    }

    private static void print(String what, Latency ns, long bytes) {
        System.out.printf(
                Locale.ROOT,
                "%-20s p50 %6.1f us  p99 %7.1f us  %d B over %d messages%n",
                what,
                ns.percentile(50) / 1e3,
                ns.percentile(99) / 1e3,
                bytes,
                ns.count());
    }

    /** Sends one block of messages; returns the heap bytes of both threads. */
    private static long block(Exchange exchange, Latency into) throws InterruptedException {
        long[] readerBytes = new long[1];
        Thread reader = new Thread(
                () -> {
                    try {
                        into.record(System.nanoTime() - exchange.take());
                        long before = THREADS.getCurrentThreadAllocatedBytes();
                        long sentNs;
                        do {
                            sentNs = exchange.take();
                            into.record(System.nanoTime() - Math.abs(sentNs));
                        } while (sentNs > 0);
                        readerBytes[0] = THREADS.getCurrentThreadAllocatedBytes() - before;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "reader");
        exchange.attach(reader);
        reader.start();
        long dueNs = System.nanoTime() + PERIOD_NS;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MESSAGES; i++) {
            while (dueNs - System.nanoTime() > 0) {
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
            long sentNs = System.nanoTime();
            // The last stamp of a block is negative: a newest-wins reader may skip messages, but never the last.
            exchange.give(i == MESSAGES - 1 ? -sentNs : sentNs);
            dueNs += PERIOD_NS;
        }
        long writerBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        reader.join();
        return writerBytes + readerBytes[0];
    }

    private static final class Newest implements Exchange {
        private final LatestValue<long[]> value = new LatestValue<>(() -> new long[1]);
        private final Signal signal = new Signal();

        @Override
        public void attach(Thread reader) {
            signal.attach(reader);
        }

        @Override
        public void give(long sentNs) {
            value.writable()[0] = sentNs;
            value.publish();
            signal.raise();
        }

        @Override
        public long take() {
            while (!value.poll()) {
                LockSupport.park();
            }
            return value.latest()[0];
        }
    }

    private static final class Queue implements Exchange {
        private final ArrayBlockingQueue<Long> queue = new ArrayBlockingQueue<>(8);

        @Override
        public void attach(Thread reader) {}

        @Override
        public void give(long sentNs) throws InterruptedException {
            queue.put(sentNs);
        }

        @Override
        public long take() throws InterruptedException {
            return queue.take();
        }
    }
}
