package dev.saccade.models.gate;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.GateLimit;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.precision.Precision;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What an engine must keep: the package's own limits, and defaults by the candidate's precision (docs/verify.md). */
public final class GateLimits {
    private static final Map<GateLimit, Defaults> DEFAULTS = new EnumMap<>(GateLimit.class);

    static {
        DEFAULTS.put(GateLimit.RELATIVE, new Defaults(0.001, 0.15, 0.5));
        DEFAULTS.put(GateLimit.COSINE, new Defaults(0.9999, 0.999, 0.97));
        DEFAULTS.put(GateLimit.TOP1, new Defaults(0.99, 0.97, 0.93));
        DEFAULTS.put(GateLimit.TOP5, new Defaults(0.99, 0.95, 0.85));
        DEFAULTS.put(GateLimit.MATCHED, new Defaults(0.99, 0.97, 0.9));
        DEFAULTS.put(GateLimit.SCORE, new Defaults(0.01, 0.05, 0.15));
        DEFAULTS.put(GateLimit.MASK_IOU, new Defaults(0.99, 0.97, 0.9));
        DEFAULTS.put(GateLimit.LINE_ENDS, new Defaults(0.005, 0.01, 0.02));
        DEFAULTS.put(GateLimit.MISSED, new Defaults(0.01, 0.01, 0.01));
    }

    private GateLimits() {}

    private record Defaults(double fp32, double fp16, double int8) {
        double of(Precision precision) {
            return switch (precision) {
                case FP32 -> fp32;
                case FP16 -> fp16;
                case INT8 -> int8;
            };
        }
    }

    /**
     * The limits of one comparison.
     *
     * @param reference package whose {@code gate} group counts
     * @param precision the candidate's
     * @return limits by what they bound; what is absent is reported and not judged
     * @throws PackageException when the package was put together by hand with an unknown decoder
     */
    public static Map<GateLimit, Double> of(ModelPackage reference, Precision precision) throws PackageException {
        Map<GateLimit, Double> limits = new EnumMap<>(GateLimit.class);
        DEFAULTS.forEach((limit, byPrecision) -> limits.put(limit, byPrecision.of(precision)));
        if (DecoderKind.of(reference) == DecoderKind.NMS_IN_GRAPH) {
            // Rows that change places are no error: the boxes are compared instead.
            limits.remove(GateLimit.RELATIVE);
            limits.remove(GateLimit.COSINE);
        }
        limits.putAll(reference.gate());
        return Collections.unmodifiableMap(limits);
    }

    /** How far a node's output may be from the reference's before the node counts as the one that diverges. */
    static double ofLayer(Precision precision) {
        return switch (precision) {
            case FP32 -> 1e-4;
            case FP16 -> 0.01;
            case INT8 -> 0.1;
        };
    }
}
