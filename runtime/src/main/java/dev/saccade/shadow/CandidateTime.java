package dev.saccade.shadow;

/**
 * How long the candidate needs for a frame, cautiously: the third longest of its latest looks, plus a tenth and half a
 * millisecond. Two long ones may be the machine's doing and count for nothing. While there is no room for that
 * the longest look is left out, one after another, so that a burst of load does not end the shadow; a candidate whose
 * best look does not fit never looks.
 */
final class CandidateTime {
    private static final int LOOKS = 32;
    private static final long MARGIN_NS = 500_000;
    private static final int MARGIN_SHARE = 10;
    /** Frames without room from one look that is left out to the next. */
    private static final int PATIENCE = 16;

    private final long[] latest = new long[LOOKS];
    /** The same, 0 for those that are left out. */
    private final long[] counted = new long[LOOKS];

    private long looks;
    /** Since the latest look. */
    private int refused;

    private long lookNs;

    /** @param firstNs measured before the run, above 0; counts as a look */
    CandidateTime(long firstNs) {
        add(firstNs);
    }

    void add(long ns) {
        int at = (int) (looks % LOOKS);
        latest[at] = ns;
        counted[at] = ns;
        looks++;
        refused = 0;
        judge();
    }

    /** There was no room for a look. */
    void noRoom() {
        refused++;
        if (refused % PATIENCE == 0) {
            counted[longest()] = 0;
            judge();
        }
    }

    private int longest() {
        int found = 0;
        for (int i = 1; i < LOOKS; i++) {
            found = counted[i] > counted[found] ? i : found;
        }
        return found;
    }

    private void judge() {
        long shortest = Long.MAX_VALUE;
        long first = 0;
        long second = 0;
        long third = 0;
        int count = (int) Math.min(LOOKS, looks);
        for (int i = 0; i < count; i++) {
            long ns = counted[i];
            shortest = Math.min(shortest, latest[i]);
            if (ns > first) {
                third = second;
                second = first;
                first = ns;
            } else if (ns > second) {
                third = second;
                second = ns;
            } else if (ns > third) {
                third = ns;
            }
        }
        lookNs = Math.max(shortest, third);
    }

    /** @return time that a look must be given, ns */
    long neededNs() {
        return lookNs + lookNs / MARGIN_SHARE + MARGIN_NS;
    }
}
