package dev.saccade.camera.calibration;

/** What became of a picture that was offered as a view. */
public enum Offer {
    /** It is one of the views. */
    TAKEN,
    /** No board was found in it, or not all of its corners. */
    NO_BOARD,
    /** The board's edges are smeared, by movement or by focus. */
    BLURRED,
    /** The board lies almost as in an earlier view. */
    REPEATED
}
