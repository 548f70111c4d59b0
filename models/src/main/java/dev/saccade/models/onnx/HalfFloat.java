package dev.saccade.models.onnx;

/** IEEE 754 binary16, which Java 17 has no conversion for. */
public final class HalfFloat {
    /** 65520: halfway from the largest half, 65504, to the next power of two; from here on rounding gives infinity. */
    private static final int OVERFLOW = 0x477ff000;

    /** 2^-14, the least normal half. */
    private static final int LEAST_NORMAL = 0x38800000;

    private static final int INFINITY = 0x7f800000;

    private HalfFloat() {}

    /**
     * Rounds to the nearest half, ties to even, as IEEE 754 says. NaN stays NaN, its sign kept.
     *
     * @param value any float
     * @return bits of the half; an infinity from 65520 on
     */
    public static short ofFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > INFINITY) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= OVERFLOW) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < LEAST_NORMAL) {
            // Times 2^24 the subnormal halves are the whole numbers below 1024; the product is exact.
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24f));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | (rounded - (112 << 23)) >>> 13);
    }

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
