package dev.saccade.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * A neighbour in the same JVM that makes garbage at a steady rate: arrays of 4 to 28 kB, of which some 60 MB live at a
 * time, and small maps. Ordinary priority, as a user's own thread.
 */
final class GarbageMaker implements AutoCloseable {
    private static final int LIVE = 4096;
    private static final int BATCH = 64;
    private static final int LEAST = 4096;
    private static final int SPREAD = 24_576;
    private static final int ENTRIES = 16;
    private static final int ENTRY_BYTES = 125;
    private static final double AHEAD_S = 0.002;

    private final double bytesPerSecond;
    private final Thread thread = new Thread(this::make, "garbage");
    private volatile boolean stopping;
    private volatile long made;

    GarbageMaker(double megabytesPerSecond) {
        bytesPerSecond = megabytesPerSecond * 1e6;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    long madeBytes() {
        return made;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make() {
        byte[][] live = new byte[LIVE][];
        Random random = new Random(1);
        long startNs = System.nanoTime();
        long bytes = 0;
        while (!stopping) {
            for (int i = 0; i < BATCH; i++) {
                byte[] array = new byte[LEAST + random.nextInt(SPREAD)];
                live[random.nextInt(LIVE)] = array;
                Map<Integer, String> map = new HashMap<>();
                for (int k = 0; k < ENTRIES; k++) {
                    map.put(k, "v" + k);
                }
                // Its size is asked for, so that no compiler leaves the map out.
                bytes += array.length + (long) ENTRY_BYTES * map.size();
            }
            made = bytes;
            double aheadS = bytes / bytesPerSecond - (System.nanoTime() - startNs) / 1e9;
            if (aheadS > AHEAD_S) {
                LockSupport.parkNanos((long) (aheadS * 1e9));
            }
        }
    }
}
