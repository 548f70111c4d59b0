package dev.saccade.models.drift;

/** How far a statistic has moved, from least to most. */
public enum DriftLevel {
    /** No further than chance and the record's own windows explain. */
    NONE,
    /** Worth a look. */
    NOTICE,
    /** Frames or answers are others than those on which the version was measured. */
    DRIFT;

    /**
     * The worse of two.
     *
     * @param a one
     * @param b another
     * @return the one that counts
     */
    public static DriftLevel worst(DriftLevel a, DriftLevel b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
