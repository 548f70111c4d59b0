package dev.saccade.models.gate;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.GateLimit;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.Map;

/** Whether two results say the same, frame after frame. One thread; {@link #add} allocates nothing in steady state. */
public interface TaskAgreement {
    /**
     * Adds one frame.
     *
     * @param reference result of the model that is trusted
     * @param candidate of the other, on the same frame
     * @return how far the two agree on it, 0..1
     */
    double add(Perception reference, Perception candidate);

    /** @return the numbers over all frames so far, of which there is at least one */
    List<Measure> measures();

    /**
     * For the task of a model.
     *
     * @param model whose results are the reference
     * @param limits tell what score counts as near the cut-off
     * @return an agreement over no frame yet
     * @throws PackageException when the package was put together by hand with an unknown decoder
     */
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
