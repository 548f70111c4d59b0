package dev.saccade.models.evaluate.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often which truth was taken for what; only pairs that occur are kept. One thread. */
public final class Confusion {
    /**
     * A pair and how often it occurred.
     *
     * @param truth class index, or the index of nothing
     * @param seen class index, or the index of nothing
     * @param count from 1
     */
    public record Cell(int truth, int seen, long count) {}

    private final int classes;
    private final Map<Long, Long> counts = new TreeMap<>();

    /** @param classes how many; their number is itself the index of nothing: no object, or no answer */
    public Confusion(int classes) {
        this.classes = classes;
    }

    /** @return the index of nothing: no object there, or no answer given */
    public int nothing() {
        return classes;
    }

    /**
     * Counts a pair.
     *
     * @param truth class index, or {@link #nothing()}
     * @param seen class index, or {@link #nothing()}
     * @param times how often; 0 leaves all as it is
     */
    public void add(int truth, int seen, long times) {
        if (times > 0) {
            counts.merge((long) truth * (classes + 1) + seen, times, Long::sum);
        }
    }

    /**
     * One count.
     *
     * @param truth class index, or {@link #nothing()}
     * @param seen class index, or {@link #nothing()}
     * @return how often
     */
    public long count(int truth, int seen) {
        return counts.getOrDefault((long) truth * (classes + 1) + seen, 0L);
    }

    /** @return the pairs that occurred, by truth, then by what was seen */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>(counts.size());
        counts.forEach(
                (key, count) -> cells.add(new Cell((int) (key / (classes + 1)), (int) (key % (classes + 1)), count)));
        return cells;
    }

    /** @return how often each truth occurred; {@link #nothing()} last */
    public long[] ofTruth() {
        long[] sums = new long[classes + 1];
        cells().forEach(cell -> sums[cell.truth()] += cell.count());
        return sums;
    }

    /** @return how often each class was seen; {@link #nothing()} last */
    public long[] ofSeen() {
        long[] sums = new long[classes + 1];
        cells().forEach(cell -> sums[cell.seen()] += cell.count());
        return sums;
    }
}
