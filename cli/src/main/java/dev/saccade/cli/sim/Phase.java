package dev.saccade.cli.sim;

/** What the pilot is about. */
public enum Phase {
    /** Looking for the pad. */
    SEARCH,
    /** Flying over it. */
    APPROACH,
    /** Coming down in a cone above it. */
    DESCEND,
    /** The last metre, straight down. */
    FINAL,
    /** The pad is lost, or DEGRADED: holding, then climbing. */
    BLIND
}
