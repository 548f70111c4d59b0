package dev.saccade.models.evaluate;

import dev.saccade.model.ModelPackage;
import dev.saccade.models.evaluate.dataset.LabelledData;
import dev.saccade.models.evaluate.metric.Histogram;
import java.util.List;

/**
 * A model measured on a data set.
 *
 * @param model the package
 * @param minScore lowest score that is served
 * @param backend what ran, in words
 * @param data the pictures that were used
 * @param dataSha256 over names, pictures and labels, in order
 * @param findings what was measured
 * @param luma mean luma of each picture, as {@link InputLuma} measures it
 * @param outputs what the model said, whatever the truth
 */
public record Evaluation(
        ModelPackage model,
        float minScore,
        String backend,
        LabelledData data,
        String dataSha256,
        Findings findings,
        Histogram luma,
        OutputStatistics outputs) {
    /**
     * A label of the confusion matrix.
     *
     * @param index class index, or that of nothing
     * @return its name
     */
    public String label(int index) {
        List<String> labels = model.labels();
        return index < labels.size() ? labels.get(index) : "(nothing)";
    }
}
