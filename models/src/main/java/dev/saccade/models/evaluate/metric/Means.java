package dev.saccade.models.evaluate.metric;

/** Means over what is defined. */
public final class Means {
    private Means() {}

    /**
     * The mean of the values that are numbers.
     *
     * @param values any
     * @return their mean; not a number when there is none
     */
    public static double of(double... values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return sum / count;
    }

    /**
     * A share.
     *
     * @param part of the whole
     * @param whole 0 or more
     * @return part over whole; not a number when there is no whole
     */
    public static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : part / (double) whole;
    }
}
