package dev.saccade.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/**
 * Two ways to do one thing, timed in one process in ABBA order, so that a slow minute of the machine hits both. A block
 * is four runs of some calls; a block's figure is the median call of each side, its ratio is that of the medians. Time is
 * processor time of this thread: both sides are single-threaded, and a preemption is neither's.
 */
final class Interleaved {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final double[] oursUs;
    private final double[] peerUs;
    private final double[] ratios;

    private Interleaved(double[] oursUs, double[] peerUs, double[] ratios) {
        this.oursUs = oursUs;
        this.peerUs = peerUs;
        this.ratios = ratios;
    }

    /**
     * Warms both up for one block, then times.
     *
     * @param before runs before each call, outside its time
     */
    static Interleaved time(Runnable before, Runnable ours, Runnable peer, int blocks, int callsPerRun) {
        double[] oursUs = new double[blocks];
        double[] peerUs = new double[blocks];
        double[] ratios = new double[blocks];
        long[] a = new long[2 * callsPerRun];
        long[] b = new long[2 * callsPerRun];
        for (int block = -1; block < blocks; block++) {
            run(before, ours, a, 0, callsPerRun);
            run(before, peer, b, 0, callsPerRun);
            run(before, peer, b, callsPerRun, callsPerRun);
            run(before, ours, a, callsPerRun, callsPerRun);
            if (block >= 0) {
                oursUs[block] = median(a) / 1e3;
                peerUs[block] = median(b) / 1e3;
                ratios[block] = peerUs[block] / oursUs[block];
            }
        }
        Arrays.sort(oursUs);
        Arrays.sort(peerUs);
        Arrays.sort(ratios);
        return new Interleaved(oursUs, peerUs, ratios);
    }

    private static void run(Runnable before, Runnable call, long[] into, int from, int calls) {
        for (int i = 0; i < calls; i++) {
            before.run();
            long start = THREADS.getCurrentThreadCpuTime();
            call.run();
            into[from + i] = THREADS.getCurrentThreadCpuTime() - start;
        }
    }

    private static double median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double quantile(double[] sorted, double q) {
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }

    /** Peer's time over ours: how many times faster ours is. */
    double ratio() {
        return quantile(ratios, 0.5);
    }

    /** One line: both medians, the ratio with its 10th and 90th percentile over the blocks, and the goal. */
    String faster(String name, String peer, double goal) {
        return line(name, peer, ratio(), quantile(ratios, 0.1), quantile(ratios, 0.9))
                + String.format(Locale.ROOT, "  goal >= %.1f  %s", goal, ratio() >= goal ? "met" : "NOT MET");
    }

    /** As {@link #faster} for a peer that is a floor: ours over the peer's, to stay below the goal. */
    String aboveFloor(String name, String peer, double goal) {
        double times = 1 / ratio();
        return floor(name, peer)
                + String.format(Locale.ROOT, "  goal <= %.1f  %s", goal, times <= goal ? "met" : "NOT MET");
    }

    /** A floor without a goal. */
    String floor(String name, String peer) {
        return line(name, peer, 1 / ratio(), 1 / quantile(ratios, 0.9), 1 / quantile(ratios, 0.1));
    }

    private String line(String name, String peer, double ratio, double low, double high) {
        return String.format(
                Locale.ROOT,
                "%-34s ours %8.1f us  %s %8.1f us  ratio %6.2f (%.2f to %.2f)",
                name,
                quantile(oursUs, 0.5),
                peer,
                quantile(peerUs, 0.5),
                ratio,
                low,
                high);
    }
}
