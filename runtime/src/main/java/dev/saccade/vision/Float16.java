package dev.saccade.vision;

/** IEEE 754 binary16, by table: Java 17 has no conversion of its own. */
final class Float16 {
    private static final float[] VALUES = new float[1 << Short.SIZE];

    static {
        for (int bits = 0; bits < VALUES.length; bits++) {
            VALUES[bits] = widen(bits);
        }
    }

    private Float16() {}

    static float toFloat(short bits) {
        return VALUES[bits & 0xffff];
    }

    private static float widen(int bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat((exponent - 15 + 127) << 23 | fraction << 13);
        }
        return bits >> 15 == 0 ? magnitude : -magnitude;
    }
}
