package dev.saccade.camera.v4l2;

import java.util.List;

/**
 * A pixel format that a device offers.
 *
 * @param fourcc its four letters
 * @param description the driver's words
 * @param usable whether the source {@code v4l2:} can read it
 * @param sizes what sizes it comes in; empty when the device does not tell
 */
public record OfferedFormat(String fourcc, String description, boolean usable, List<OfferedSize> sizes) {
    /**
     * Whether a size comes in this format.
     *
     * @param width pixels
     * @param height pixels
     * @return true also when the device does not tell its sizes
     */
    public boolean offers(int width, int height) {
        return sizes.isEmpty() || sizes.stream().anyMatch(size -> size.offers(width, height));
    }

    /**
     * Whether a rate comes at a size.
     *
     * @param width pixels
     * @param height pixels
     * @param fps frames a second
     * @return true also when the device does not tell its rates
     */
    boolean reaches(int width, int height, double fps) {
        return sizes.stream()
                .filter(size -> size.offers(width, height))
                .allMatch(size ->
                        size.rates().isEmpty() || size.rates().stream().anyMatch(rate -> fps <= 1.01 * rate.most()));
    }
}
