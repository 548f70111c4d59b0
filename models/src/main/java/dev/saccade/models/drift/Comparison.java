package dev.saccade.models.drift;

import dev.saccade.models.evaluate.metric.Divergence;
import java.util.List;

/** A window of two halves against a record, statistic by statistic. Comparing allocates nothing. One thread. */
final class Comparison {
    private final LabelBins bins;
    private final StatisticDrift input;
    private final StatisticDrift output;
    private final StatisticDrift labels;

    Comparison(RecordedStatistics recorded, List<String> names) {
        bins = new LabelBins(recorded.labels(), names);
        Spread spread = recorded.spread();
        double frames = Divergence.sum(recorded.luma());
        input = new StatisticDrift(recorded.luma(), frames, spread.luma(), true);
        output = new StatisticDrift(recorded.output(), frames, spread.output(), true);
        labels = new StatisticDrift(bins.reference(), frames, spread.labels(), false);
    }

    /** @param withOutputs whether the answers are comparable */
    void judge(FrameStatistics older, FrameStatistics newer, DriftBounds bounds, boolean withOutputs) {
        long[] luma = input.cleared();
        for (int i = 0; i < luma.length; i++) {
            luma[i] = older.luma().count(i) + newer.luma().count(i);
        }
        double frames = (double) older.frames() + newer.frames();
        input.judge(frames, bounds);
        if (!withOutputs) {
            return;
        }
        long[] values = output.cleared();
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    older.outputs().values().count(i) + newer.outputs().values().count(i);
        }
        output.judge(frames, bounds);
        long[] given = labels.cleared();
        bins.addTo(given, older);
        bins.addTo(given, newer);
        labels.judge(frames, bounds);
    }

    StatisticDrift input() {
        return input;
    }

    StatisticDrift output() {
        return output;
    }

    StatisticDrift labels() {
        return labels;
    }
}
