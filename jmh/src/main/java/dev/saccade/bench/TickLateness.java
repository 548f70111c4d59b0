package dev.saccade.bench;

import dev.saccade.cli.doctor.TickProgram;
import dev.saccade.cli.doctor.WakeUps;
import dev.saccade.pipeline.JvmThreads;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.RealTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * How late a 1 kHz loop wakes, beside a neighbour thread of the same JVM that makes 300 MB of garbage a second; the same
 * loop in C++, a process of its own, in alternating blocks of the same minutes; and cyclictest, where installed. The
 * neighbour runs on while the peers are measured, so that all have the same machine.
 *
 * <p>Goal: p99.9 and the share of ticks later than 1 ms within 1.5 times those of the loop in C++.
 */
public final class TickLateness {
    private static final int BLOCK_S = 5;
    private static final double GOAL = 1.5;
    private static final double GARBAGE_MBPS = 300;

    private TickLateness() {}

    /**
     * Runs the comparison.
     *
     * @param args {@code [SECONDS [GARBAGE_MB_PER_SECOND]]}: of each loop, 60 and 300 unless given
     * @throws IOException when a peer fails
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        double garbage = args.length > 1 ? Double.parseDouble(args[1]) : GARBAGE_MBPS;
        TickProgram peer = TickProgram.unpack();
        Cyclictest cyclictest = Cyclictest.find();
        RealTime realTime = new RealTime();
        realTime.prepare();
        Latency ours = new Latency();
        Latency c = new Latency();
        Latency third = new Latency();
        try (GarbageMaker neighbour = new GarbageMaker(garbage)) {
            if (garbage > 0) {
                neighbour.start();
            }
            WakeUps.ours(BLOCK_S * 200, new Latency());
            long collections = collections();
            long startNs = System.nanoTime();
            long startBytes = neighbour.madeBytes();
            for (int block = 0; block * BLOCK_S < seconds; block++) {
                for (int half = 0; half < 2; half++) {
                    realTime.supervise(System.nanoTime());
                    if ((block + half) % 2 == 0) {
                        WakeUps.ours(BLOCK_S * 1000L, ours);
                    } else {
                        peer.run(BLOCK_S * 1000L, c);
                    }
                }
                if (cyclictest != null) {
                    cyclictest.run(BLOCK_S, third);
                }
            }
            double tookS = (System.nanoTime() - startNs) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s; garbage %.0f MB/s, %d collections; load %.1f; not permitted: %s; JVM threads raised: %d%n",
                    Runtime.version(),
                    collectors(),
                    (neighbour.madeBytes() - startBytes) / 1e6 / tookS,
                    collections() - collections,
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                    realTime.missing().isEmpty() ? "nothing" : realTime.missing(),
                    JvmThreads.raise());
        }
        print("saccade", ours);
        print("C++", c);
        if (cyclictest != null) {
            print("cyclictest", third);
        }
        double tail = ratio((double) ours.percentile(99.9), (double) c.percentile(99.9));
        System.out.printf(
                Locale.ROOT,
                "ratio to C++: p99.9 %.2f; later than 1 ms %.2f (%.3f %% against %.3f %%); goal %.1f: %s%n",
                tail,
                ratio(WakeUps.shareOver1Ms(ours), WakeUps.shareOver1Ms(c)),
                100 * WakeUps.shareOver1Ms(ours),
                100 * WakeUps.shareOver1Ms(c),
                GOAL,
                tail <= GOAL && WakeUps.shareOver1Ms(ours) <= GOAL * WakeUps.shareOver1Ms(c) ? "met" : "not met");
    }

    private static double ratio(double ours, double theirs) {
        return ours == theirs ? 1 : ours / theirs;
    }

    static void print(String who, Latency ns) {
        System.out.printf(
                Locale.ROOT,
                "%-11s p50 %6.1f us  p99 %7.1f us  p99.9 %8.1f us  max %8.1f us  later than 1 ms %.4f %%  (%d ticks)%n",
                who,
                ns.percentile(50) / 1e3,
                ns.percentile(99) / 1e3,
                ns.percentile(99.9) / 1e3,
                ns.max() / 1e3,
                100 * WakeUps.shareOver1Ms(ns),
                ns.count());
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(b -> b.getCollectionCount())
                .sum();
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(b -> b.getName())
                .reduce((a, b) -> a + " + " + b)
                .orElse("no collector");
    }
}
