package dev.saccade.vision;

/** How a perception stands against its maximum age at one moment. */
public enum Freshness {
    /** Young enough to steer. */
    FRESH,
    /** Older than the maximum age. */
    STALE,
    /** Nothing has been seen yet: did not look, which differs from an empty result. */
    NONE
}
