package dev.saccade.models.evaluate;

import dev.saccade.model.Task;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.dataset.Truth;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Curve;
import dev.saccade.models.evaluate.metric.Means;
import dev.saccade.models.evaluate.metric.ScoreCurves;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Accuracy, and each class against the rest. A best score below the one that is served counts as no answer. */
final class ClassTally implements Tally {
    private static final long MOST_SCORES = 100_000_000;
    private static final int TOP = 5;

    private final List<String> labels;
    private final float minScore;
    private final int[] present;
    private final int[] place;
    private final float[][] scores;
    private final int[] truth;
    private final Confusion confusion;
    private final OutputStatistics statistics;
    private int samples;
    private int inTop;

    ClassTally(List<String> labels, float minScore, List<Sample> all) throws ModelsException {
        this.labels = labels;
        this.minScore = minScore;
        confusion = new Confusion(labels.size());
        statistics = new OutputStatistics(Task.CLASSIFICATION, labels.size(), minScore);
        present = all.stream().mapToInt(ClassTally::truth).distinct().sorted().toArray();
        if ((long) present.length * all.size() > MOST_SCORES) {
            throw ModelsException.badInput(all.size() + " pictures of " + present.length
                    + " classes: more scores than fit into memory; evaluate fewer with --limit "
                    + MOST_SCORES / present.length);
        }
        place = new int[labels.size()];
        Arrays.fill(place, -1);
        for (int i = 0; i < present.length; i++) {
            place[present[i]] = i;
        }
        scores = new float[present.length][all.size()];
        truth = new int[all.size()];
    }

    private static int truth(Sample sample) {
        return ((Truth.OfClass) sample.truth()).label();
    }

    @Override
    public void add(Sample sample, Perception seen) {
        Classes classes = seen.classes();
        int label = truth(sample);
        boolean isAnswer = classes.count() > 0 && classes.score(0) >= minScore;
        int best = isAnswer ? classes.label(0) : confusion.nothing();
        confusion.add(label, best, 1);
        for (int i = 0; i < classes.count(); i++) {
            if (place[classes.label(i)] >= 0) {
                scores[place[classes.label(i)]][samples] = classes.score(i);
            }
            if (i < TOP && classes.label(i) == label) {
                inTop++;
            }
        }
        statistics.add(seen);
        truth[samples++] = label;
    }

    @Override
    public OutputStatistics statistics() {
        return statistics;
    }

    @Override
    public Findings findings() {
        List<LabelRow> rows = new ArrayList<>();
        List<Curve> roc = new ArrayList<>();
        List<Curve> precisionRecall = new ArrayList<>();
        long[] there = confusion.ofTruth();
        long[] said = confusion.ofSeen();
        long right = 0;
        for (int c = 0; c < labels.size(); c++) {
            if (there[c] == 0 && said[c] == 0) {
                continue;
            }
            long hits = confusion.count(c, c);
            right += hits;
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("recall", Means.share(hits, there[c]));
            values.put("precision", Means.share(hits, said[c]));
            values.put("f1", Means.share(2 * hits, there[c] + said[c]));
            values.put("auc", Double.NaN);
            values.put("ap", Double.NaN);
            if (place[c] >= 0) {
                curves(c, values, roc, precisionRecall);
            }
            rows.add(new LabelRow(c, labels.get(c), there[c], values));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("top1", Means.share(right, samples));
        metrics.put("top5", Means.share(inTop, samples));
        for (String name : List.of("recall", "precision", "f1", "auc", "ap")) {
            // Over the classes of the data set: one that was only ever answered has no recall, and is no class of it.
            metrics.put(
                    name,
                    Means.of(rows.stream()
                            .filter(row -> row.count() > 0)
                            .mapToDouble(row -> row.values().get(name))
                            .toArray()));
        }
        return new Findings(metrics, rows, confusion, roc, precisionRecall);
    }

    private void curves(int c, Map<String, Double> values, List<Curve> roc, List<Curve> precisionRecall) {
        boolean[] positive = new boolean[samples];
        for (int i = 0; i < samples; i++) {
            positive[i] = truth[i] == c;
        }
        ScoreCurves curves = new ScoreCurves(Arrays.copyOf(scores[place[c]], samples), positive);
        if (curves.hasBoth()) {
            roc.add(curves.roc(labels.get(c)));
            precisionRecall.add(curves.precisionRecall(labels.get(c)));
            values.put("auc", roc.get(roc.size() - 1).area());
            values.put("ap", precisionRecall.get(precisionRecall.size() - 1).area());
        }
    }
}
