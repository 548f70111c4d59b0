package dev.saccade.models.gate;

/**
 * How far one output lies from the reference's.
 *
 * @param absolute largest difference of two elements; infinite where one is NaN or infinite and the other is not, and
 *     where the shapes differ
 * @param relative the same as a share of the reference's largest finite magnitude
 * @param cosine of the angle between the two as vectors, -1..1; 1 where nothing differs
 */
public record TensorError(double absolute, double relative, double cosine) {
    private static final TensorError APART = new TensorError(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);

    /**
     * Compares.
     *
     * @param reference elements in order
     * @param candidate elements in order
     * @return the error
     */
    public static TensorError between(double[] reference, double[] candidate) {
        if (reference.length != candidate.length) {
            return APART;
        }
        double absolute = 0;
        double peak = 0;
        double dot = 0;
        double normA = 0;
        double normB = 0;
        for (int i = 0; i < reference.length; i++) {
            double a = reference[i];
            double b = candidate[i];
            if (Double.compare(a, b) == 0 && !Double.isFinite(a)) {
                continue;
            }
            if (!Double.isFinite(a) || !Double.isFinite(b)) {
                return APART;
            }
            absolute = Math.max(absolute, Math.abs(a - b));
            peak = Math.max(peak, Math.abs(a));
            dot += a * b;
            normA += a * a;
            normB += b * b;
        }
        return absolute == 0
                ? new TensorError(0, 0, 1)
                : new TensorError(absolute, absolute / peak, cosine(dot, normA, normB));
    }

    private static double cosine(double dot, double normA, double normB) {
        double length = Math.sqrt(normA) * Math.sqrt(normB);
        return length == 0 ? 0 : Math.max(-1, Math.min(1, dot / length));
    }

    /**
     * The worse of two in each number.
     *
     * @param other another frame's
     * @return the largest differences and the smallest cosine
     */
    public TensorError worse(TensorError other) {
        return new TensorError(
                Math.max(absolute, other.absolute), Math.max(relative, other.relative), Math.min(cosine, other.cosine));
    }
}
