package dev.saccade.models.onnx;

/** IEEE 754 binary16, which Java 17 has no conversion for. */
public final class HalfFloat {
    private HalfFloat() {}

    /**
     * Widens a half; exact for every value.
     *
     * @param half its bits
     * @return the same number
     */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & 0x1f;
        int mantissa = half & 0x3ff;
        if (exponent == 0) {
            return Math.copySign(mantissa * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
