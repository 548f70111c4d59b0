package dev.saccade.model;

/** What the accuracy gate can ask of an engine: the keys of {@code gate} in model.yaml. */
public enum GateLimit {
    /** Largest difference of an output, as a share of the reference's largest magnitude in that frame; at most. */
    RELATIVE("relative", false, 0, 1e6),
    /** Largest difference of an output, in the output's own unit; at most. */
    ABSOLUTE("absolute", false, 0, 1e12),
    /** Cosine of the angle between an output and the reference's, of the worst frame; at least. */
    COSINE("cosine", true, -1, 1),
    /** Share of frames whose best class is the same; at least. */
    TOP1("top1", true, 0, 1),
    /** Share of the reference's five best classes that are among the candidate's; at least. */
    TOP5("top5", true, 0, 1),
    /** Share of boxes or lines that have a partner, 0..1; at least. */
    MATCHED("matched", true, 0, 1),
    /** Largest difference of score between partners, 0..1; at most. */
    SCORE("score", false, 0, 1),
    /** Intersection over union of the worst class, 0..1; at least. */
    MASK_IOU("mask-iou", true, 0, 1),
    /** Largest distance between the ends of partners, as a share of the frame's diagonal; at most. */
    LINE_ENDS("line-ends", false, 0, 1),
    /** Share of frames at cadence that end after the deadline; at most. */
    MISSED("missed", false, 0, 1);

    private final String yamlName;
    private final boolean isFloor;
    private final double least;
    private final double most;

    GateLimit(String yamlName, boolean isFloor, double least, double most) {
        this.yamlName = yamlName;
        this.isFloor = isFloor;
        this.least = least;
        this.most = most;
    }

    /** @return the key in model.yaml, such as {@code mask-iou} */
    public String yamlName() {
        return yamlName;
    }

    /** @return whether a number below the limit fails, rather than one above */
    public boolean isFloor() {
        return isFloor;
    }

    double least() {
        return least;
    }

    double most() {
        return most;
    }
}
