package dev.saccade.shadow;

/** Sorts a few dozen numbers in place. {@link java.util.Arrays#sort} allocates from Java 25 on, for 45 and more. */
final class InsertionSort {
    private InsertionSort() {}

    /** Sorts the first {@code count}, ascending. */
    static void sort(long[] values, int count) {
        for (int i = 1; i < count; i++) {
            long value = values[i];
            int at = i;
            for (; at > 0 && values[at - 1] > value; at--) {
                values[at] = values[at - 1];
            }
            values[at] = value;
        }
    }

    /** Sorts the first {@code count}, none of them NaN, ascending. */
    static void sort(double[] values, int count) {
        for (int i = 1; i < count; i++) {
            double value = values[i];
            int at = i;
            for (; at > 0 && values[at - 1] > value; at--) {
                values[at] = values[at - 1];
            }
            values[at] = value;
        }
    }
}
