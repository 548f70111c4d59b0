package dev.saccade.bench;

import java.util.Locale;

/** A ratio over blocks: its geometric mean and the 95 % interval of Student's t on the logarithms. */
record OrtOverheadInterval(double mean, double low, double high) {
    private static final double NORMAL = 1.959963984540054;

    static OrtOverheadInterval of(double[] ratios) {
        double sum = 0;
        for (double r : ratios) {
            sum += Math.log(r);
        }
        double mean = sum / ratios.length;
        double squares = 0;
        for (double r : ratios) {
            squares += (Math.log(r) - mean) * (Math.log(r) - mean);
        }
        double error = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
        double half = student(ratios.length - 1) * error;
        return new OrtOverheadInterval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
    }

    /** The 0.975 quantile of Student's t: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5. */
    private static double student(int degrees) {
        double z = NORMAL;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double n = degrees;
        return z
                + (z3 + z) / (4 * n)
                + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
                + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
    }

    String verdict(double goal) {
        if (high <= goal) {
            return "met";
        }
        return low > goal ? "not met" : "not resolved";
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f (95 %% interval %.4f to %.4f)", mean, low, high);
    }
}
