package dev.saccade.models.precision;

/**
 * Which values of a tensor are told apart; those outside become the nearest inside.
 *
 * @param low finite
 * @param high finite, not below {@code low}
 */
public record ValueRange(float low, float high) {
    /**
     * Checks the bounds.
     *
     * @param low finite
     * @param high finite, not below {@code low}
     */
    public ValueRange {
        if (!(Float.isFinite(low) && Float.isFinite(high) && low <= high)) {
            throw new IllegalArgumentException("range " + low + ".." + high + " is none; give finite bounds in order");
        }
    }
}
