package dev.saccade.frame;

/** What can befall a live camera, and what tells of it. */
public enum Mishap {
    /** Pictures are missing between two. */
    GAP,
    /** A picture arrives damaged. */
    TORN,
    /** The camera counts, or stamps, anew. */
    RESET,
    /** A picture comes again. */
    REPEAT,
    /** A picture comes long after its capture. */
    LATE,
    /** The device or connection is lost and comes back. */
    LOSS,
    /** Pictures change their size. */
    RESIZE
}
