package dev.saccade.shadow;

/** Why the candidate did not look at a frame. */
public enum Skip {
    /** The shadow is off for a block of frames, to measure what it costs. */
    MEASURING("measuring"),
    /** The next frame would come before the candidate could be done. */
    NO_SLACK("noSlack"),
    /** It still looked at an earlier frame. */
    BUSY("busy"),
    /** Production was late, gave no result, or its standby served: now, or among the latest frames. */
    PRODUCTION("production"),
    /** The loop's mode is not NOMINAL. */
    NOT_NOMINAL("notNominal"),
    /** It was stopped. */
    STOPPED("stopped");

    private final String word;

    Skip(String word) {
        this.word = word;
    }

    /** @return its name in reports */
    public String word() {
        return word;
    }
}
