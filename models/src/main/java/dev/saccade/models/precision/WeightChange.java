package dev.saccade.models.precision;

/**
 * What rounding to FP16 did, or would have done, to a constant tensor.
 *
 * @param tensor its name
 * @param elements how many numbers it has
 * @param overflowed finite numbers that became infinite, those from 65520 on; the nodes that read them stay FP32
 * @param flushed numbers that became 0, those up to 2^-25
 * @param subnormal numbers that lost digits because they are below 2^-14
 */
public record WeightChange(String tensor, long elements, long overflowed, long flushed, long subnormal) {
    /** @return whether anything but ordinary rounding happened */
    public boolean isNotable() {
        return overflowed + flushed + subnormal > 0;
    }
}
