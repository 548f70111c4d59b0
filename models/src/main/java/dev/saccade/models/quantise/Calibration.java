package dev.saccade.models.quantise;

/** How a tensor's range follows from the values that it held on the calibration's frames. */
public enum Calibration {
    /** From the least to the greatest value: nothing is cut off, and one outlier makes every step coarse. */
    MINMAX,
    /** What holds 99.99 % of the values at either end. */
    PERCENTILE,
    /** The range whose squared error, of rounding inside and of cutting off outside, is least. */
    MSE
}
