package dev.saccade.shadow;

/**
 * How long the candidate needs for a frame, cautiously: the longest of its latest looks, plus a tenth and half a
 * millisecond. While there is no room for that, the figure comes down slowly towards the shortest of them, so that one
 * outlier does not end the shadow, and a candidate whose best look does not fit never looks.
 */
final class CandidateTime {
    private static final int LOOKS = 32;
    private static final long MARGIN_NS = 500_000;
    private static final int MARGIN_SHARE = 10;
    private static final int STEPS_DOWN = 64;

    private final long[] latest = new long[LOOKS];
    private long looks;
    private long longestNs;
    private long shortestNs;

    /** @param firstNs measured before the run, above 0 */
    CandidateTime(long firstNs) {
        longestNs = firstNs;
        shortestNs = firstNs;
    }

    void add(long ns) {
        latest[(int) (looks % LOOKS)] = ns;
        looks++;
        long longest = 0;
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(LOOKS, looks); i++) {
            longest = Math.max(longest, latest[i]);
            shortest = Math.min(shortest, latest[i]);
        }
        longestNs = longest;
        shortestNs = shortest;
    }

    /** There was no room for a look. */
    void noRoom() {
        longestNs -= (longestNs - shortestNs + STEPS_DOWN - 1) / STEPS_DOWN;
    }

    /** @return time that a look must be given, ns */
    long neededNs() {
        return longestNs + longestNs / MARGIN_SHARE + MARGIN_NS;
    }
}
