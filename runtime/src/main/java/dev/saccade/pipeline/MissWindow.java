package dev.saccade.pipeline;

/**
 * n of m: raised when at least n of the latest m were misses, lowered again only when no more than (n - 1) / 2 are left
 * of them, so that a stream at the border does not flap. One thread; nothing allocates.
 */
public final class MissWindow {
    /** Most that can be looked back on. */
    public static final int LONGEST = 64;

    private final int raiseAt;
    private final long mask;
    private long history;
    private boolean raised;

    /**
     * Makes a window without misses.
     *
     * @param misses that raise it, 1..window
     * @param window how many it looks back on, 1..{@value #LONGEST}
     */
    public MissWindow(int misses, int window) {
        if (window < 1 || window > LONGEST || misses < 1 || misses > window) {
            throw new IllegalArgumentException(
                    misses + " of " + window + ": use 1 to m of m, and an m of at most " + LONGEST);
        }
        raiseAt = misses;
        mask = window == LONGEST ? -1L : (1L << window) - 1;
    }

    /**
     * Notes one.
     *
     * @param miss whether it was a miss
     * @return whether this raised the window
     */
    public boolean add(boolean miss) {
        history = (history << 1 | (miss ? 1 : 0)) & mask;
        int misses = Long.bitCount(history);
        boolean before = raised;
        raised = misses >= raiseAt || (raised && misses > (raiseAt - 1) / 2);
        return raised && !before;
    }

    /** @return whether there were too many misses */
    public boolean isRaised() {
        return raised;
    }

    /** Forgets everything. */
    public void clear() {
        history = 0;
        raised = false;
    }
}
