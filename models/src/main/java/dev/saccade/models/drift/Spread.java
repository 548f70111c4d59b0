package dev.saccade.models.drift;

/**
 * How far windows of the recorded frames themselves lie from all of them: frames that follow one another resemble each
 * other, so that a window differs from the whole by more than chance makes independent ones differ. The largest
 * population stability index of each statistic; not a number where none is known.
 *
 * @param window frames of a window
 * @param luma of the input
 * @param output of the best score, or of the coverage
 * @param labels of the labels
 */
public record Spread(int window, double luma, double output, double labels) {
    /** Not known: pictures in no order, or too few frames. */
    public static final Spread UNKNOWN = new Spread(DriftWatch.WINDOW, Double.NaN, Double.NaN, Double.NaN);

    /** @return whether windows were compared */
    public boolean isKnown() {
        return !Double.isNaN(luma);
    }
}
