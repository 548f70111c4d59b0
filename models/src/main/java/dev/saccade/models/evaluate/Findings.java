package dev.saccade.models.evaluate;

import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Curve;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param metrics by name, in order; not a number where a metric is not defined
 * @param rows a row for each label that occurs
 * @param confusion which truth was taken for what: pictures, objects or pixels
 * @param roc true over false positive rate by label; empty where there is none
 * @param precisionRecall precision over recall by label; empty where there is none
 */
public record Findings(
        Map<String, Double> metrics,
        List<LabelRow> rows,
        Confusion confusion,
        List<Curve> roc,
        List<Curve> precisionRecall) {}
