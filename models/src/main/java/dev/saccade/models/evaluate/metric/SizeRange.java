package dev.saccade.models.evaluate.metric;

/** Sizes of objects as COCO groups them, by area in source pixels. */
public enum SizeRange {
    /** Every size. */
    ALL(0, 1e10),
    /** Up to 32 x 32. */
    SMALL(0, 32 * 32),
    /** From there to 96 x 96. */
    MEDIUM(32 * 32, 96 * 96),
    /** Above. */
    LARGE(96 * 96, 1e10);

    private final double least;
    private final double most;

    SizeRange(double least, double most) {
        this.least = least;
        this.most = most;
    }

    boolean holds(double area) {
        return area >= least && area <= most;
    }
}
