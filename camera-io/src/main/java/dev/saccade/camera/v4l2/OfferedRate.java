package dev.saccade.camera.v4l2;

import java.util.Locale;

/**
 * Frame rates that a device offers for one size.
 *
 * @param least frames a second
 * @param most frames a second; equal to least for a single rate
 */
public record OfferedRate(double least, double most) {
    @Override
    public String toString() {
        return least == most ? text(least) : text(least) + ".." + text(most);
    }

    private static String text(double rate) {
        String text = String.format(Locale.ROOT, "%.3f", rate);
        return text.replaceAll("\\.?0+$", "");
    }
}
