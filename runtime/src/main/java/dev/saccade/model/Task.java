package dev.saccade.model;

/** What a model says about a frame. */
public enum Task {
    /** One label for the whole frame, with scores. */
    CLASSIFICATION,
    /** Boxes (or line segments) with labels and scores. */
    DETECTION,
    /** One class for each pixel. */
    SEGMENTATION
}
