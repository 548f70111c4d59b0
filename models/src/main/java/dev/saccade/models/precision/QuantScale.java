package dev.saccade.models.precision;

/**
 * How an activation becomes 8 bits: {@code q = round(x / scale) + zeroPoint}, ties to even (ONNX QuantizeLinear).
 *
 * @param scale positive
 * @param zeroPoint the number that stands for 0
 * @param type ONNX element type, int8 or uint8
 */
record QuantScale(float scale, int zeroPoint, int type) {
    private static final int SIGNED_MOST = 127;
    private static final int UNSIGNED_MOST = 255;

    /** Symmetric for TensorRT, from the least to the greatest value for the CPU; 0 is always exact. */
    static QuantScale of(ValueRange range, QuantTarget target) {
        return target == QuantTarget.TENSORRT ? symmetric(range) : unsigned(range);
    }

    private static QuantScale symmetric(ValueRange range) {
        float most = Math.max(Math.abs(range.low()), Math.abs(range.high()));
        return new QuantScale(usable(most / SIGNED_MOST), 0, Onnx.INT8);
    }

    private static QuantScale unsigned(ValueRange range) {
        float low = Math.min(range.low(), 0);
        float high = Math.max(range.high(), 0);
        // In double, because high - low may overflow a float.
        float scale = usable((float) (((double) high - low) / UNSIGNED_MOST));
        int zeroPoint = (int) Math.max(0, Math.min(UNSIGNED_MOST, Math.rint(-(double) low / scale)));
        // A Clip in front is only left out where no code stands for more than its bound.
        while (zeroPoint == 0 && scale * UNSIGNED_MOST > high && high > 0 && scale > Float.MIN_NORMAL) {
            scale = Math.nextDown(scale);
        }
        return new QuantScale(scale, zeroPoint, Onnx.UINT8);
    }

    /** What is always 0 needs some scale; a subnormal one loses its digits in the kernels. */
    private static float usable(float scale) {
        return scale == 0 ? 1 : Math.max(scale, Float.MIN_NORMAL);
    }
}
