package dev.saccade.internal.tensorrt.run;

import java.util.Arrays;

/**
 * Which host memory a device reads by itself: what was page-locked for frames. Any thread adds and removes; {@link #covers}
 * allocates nothing and takes no lock.
 */
public final class PinnedRanges {
    /** Beginning and end of each range, in turn. */
    private volatile long[] ranges = {};

    private volatile boolean isAbandoned;

    /** A device is lost and may read what it was given until the process ends: nothing of it may be freed. Final. */
    public void abandon() {
        isAbandoned = true;
    }

    /** @return whether {@link #abandon} was called */
    public boolean isAbandoned() {
        return isAbandoned;
    }

    /** Adds a range. */
    public synchronized void add(long address, long bytes) {
        long[] more = Arrays.copyOf(ranges, ranges.length + 2);
        more[ranges.length] = address;
        more[ranges.length + 1] = address + bytes;
        ranges = more;
    }

    /** Removes the range that begins at an address. */
    public synchronized void remove(long address) {
        long[] now = ranges;
        for (int i = 0; i < now.length; i += 2) {
            if (now[i] == address) {
                long[] less = Arrays.copyOf(now, now.length - 2);
                System.arraycopy(now, i + 2, less, i, now.length - i - 2);
                ranges = less;
                return;
            }
        }
    }

    /** @return whether all of these bytes lie in one range */
    public boolean covers(long address, long bytes) {
        long[] now = ranges;
        for (int i = 0; i < now.length; i += 2) {
            if (address >= now[i] && address + bytes <= now[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
