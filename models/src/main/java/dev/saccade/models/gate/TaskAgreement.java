package dev.saccade.models.gate;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.GateLimit;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.Map;

/** Whether two results say the same, frame after frame. One thread. */
interface TaskAgreement {
    /**
     * Adds one frame.
     *
     * @return how far the two agree on it, 0..1
     */
    double add(Perception reference, Perception candidate);

    /** The numbers over all frames so far. */
    List<Measure> measures();

    /** @param limits tell what score counts as near the cut-off */
    static TaskAgreement of(ModelPackage model, Map<GateLimit, Double> limits) throws PackageException {
        return switch (model.task()) {
            case CLASSIFICATION -> new ClassAgreement();
            case SEGMENTATION -> new MaskAgreement(model.labels());
            case DETECTION -> {
                double slack = limits.getOrDefault(GateLimit.SCORE, 0.0);
                boolean isLines = DecoderKind.of(model) == DecoderKind.MLSD;
                yield new MatchAgreement(isLines, model.thresholds().score(), slack);
            }
        };
    }
}
