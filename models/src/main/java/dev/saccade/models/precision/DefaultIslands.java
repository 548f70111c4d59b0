package dev.saccade.models.precision;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Operators that stay FP32 whether asked for or not, and why. A half ends at 65504, is below 2^-14 no longer exact to 11
 * bits, is 0 below 2^-25, and counts whole numbers only up to 2048. ONNX does not say how wide a back end accumulates, so sums
 * over axes of any length are not trusted to it; convolutions and matrix products are, since every back end in use
 * (TensorRT, cuDNN, ONNX Runtime) accumulates those in FP32 by default.
 */
public final class DefaultIslands {
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    static {
        put("overflows beyond exp(11.09)", "Exp", "Softplus", "Mish");
        put("sums exponentials over an axis", "Softmax", "LogSoftmax", "ReduceLogSumExp");
        put("overflows from powers of moderate numbers (256 squared)", "Pow");
        put("overflows for inputs below 1.5e-5", "Reciprocal");
        put("is minus infinity where a small input was flushed to 0", "Log");
        put("sums over axes of any length", "ReduceSum", "ReduceMean", "ReduceL1", "ReduceLogSum", "CumSum");
        put("sums squares, which overflow from 256 on", "ReduceSumSquare", "ReduceL2", "LpPool", "GlobalLpPool");
        put("multiplies over axes of any length", "ReduceProd");
        put(
                "divides by a root of summed squares",
                "LayerNormalization",
                "InstanceNormalization",
                "GroupNormalization",
                "RMSNormalization",
                "MeanVarianceNormalization",
                "LpNormalization",
                "LRN");
        put("takes coordinates, which halves give in steps of 0.5 from 512 on", "GridSample", "RoiAlign", "MaxRoiPool");
        put("makes coordinates", "AffineGrid");
        put("takes angles, whose halves are steps of 1/16 from 64 on", "Sin", "Cos", "Tan");
        put("has no FP16 form in ONNX", "NonMaxSuppression", "Range");
    }

    private DefaultIslands() {}

    private static void put(String reason, String... operators) {
        for (String operator : operators) {
            REASONS.put(operator, reason);
        }
    }

    /** @return operator type to the reason, in the order of the documentation; not to be changed */
    public static Map<String, String> reasons() {
        return java.util.Collections.unmodifiableMap(REASONS);
    }
}
