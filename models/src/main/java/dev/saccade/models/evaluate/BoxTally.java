package dev.saccade.models.evaluate;

import dev.saccade.model.Task;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.dataset.Truth;
import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.metric.AveragePrecision;
import dev.saccade.models.evaluate.metric.BoxConfusion;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Curve;
import dev.saccade.models.evaluate.metric.Means;
import dev.saccade.models.evaluate.metric.SeenBox;
import dev.saccade.models.evaluate.metric.SizeRange;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** COCO's average precision by class; recall, precision and confusion of what is served, at an overlap of a half. */
final class BoxTally implements Tally {
    private static final int HALF = 0;
    private static final int THREE_QUARTERS = 5;

    private final List<String> labels;
    private final float minScore;
    private final AveragePrecision[] precision;
    private final Confusion confusion;
    private final BoxConfusion pairs;
    private final OutputStatistics statistics;

    BoxTally(List<String> labels, float minScore) {
        this.labels = labels;
        this.minScore = minScore;
        precision = new AveragePrecision[labels.size()];
        for (int c = 0; c < precision.length; c++) {
            precision[c] = new AveragePrecision();
        }
        confusion = new Confusion(labels.size());
        pairs = new BoxConfusion(confusion);
        statistics = new OutputStatistics(Task.DETECTION, labels.size(), minScore);
    }

    @Override
    public void add(Sample sample, Perception seen) {
        List<TruthBox> truth = ((Truth.OfBoxes) sample.truth()).boxes();
        List<SeenBox> boxes = boxes(seen.detections());
        Set<Integer> there = new TreeSet<>();
        truth.forEach(box -> there.add(box.label()));
        boxes.forEach(box -> there.add(box.label()));
        for (int c : there) {
            precision[c].add(
                    boxes.stream().filter(box -> box.label() == c).toList(),
                    truth.stream().filter(box -> box.label() == c).toList());
        }
        List<SeenBox> served =
                boxes.stream().filter(box -> box.score() >= minScore).toList();
        pairs.add(served, truth);
        statistics.add(seen);
    }

    private static List<SeenBox> boxes(Detections seen) {
        List<SeenBox> boxes = new ArrayList<>(seen.count());
        for (int i = 0; i < seen.count(); i++) {
            boxes.add(new SeenBox(seen.label(i), seen.x(i), seen.y(i), seen.width(i), seen.height(i), seen.score(i)));
        }
        return boxes;
    }

    @Override
    public OutputStatistics statistics() {
        return statistics;
    }

    @Override
    public Findings findings() {
        List<LabelRow> rows = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
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
            values.put("ap", precision[c].mean(SizeRange.ALL));
            values.put("ap50", precision[c].at(HALF, SizeRange.ALL));
            values.put("ap75", precision[c].at(THREE_QUARTERS, SizeRange.ALL));
            values.put("recall", Means.share(hits, there[c]));
            values.put("precision", Means.share(hits, said[c]));
            rows.add(new LabelRow(c, labels.get(c), there[c], values));
            double[] at = precision[c].precisions(HALF, SizeRange.ALL);
            if (at != null) {
                curves.add(new Curve(labels.get(c), recalls(), at, Means.of(at)));
            }
        }
        return new Findings(metrics(there, said, right), rows, confusion, List.of(), curves);
    }

    private Map<String, Double> metrics(long[] there, long[] said, long right) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("map", mean(p -> p.mean(SizeRange.ALL)));
        metrics.put("map50", mean(p -> p.at(HALF, SizeRange.ALL)));
        metrics.put("map75", mean(p -> p.at(THREE_QUARTERS, SizeRange.ALL)));
        metrics.put("mapSmall", mean(p -> p.mean(SizeRange.SMALL)));
        metrics.put("mapMedium", mean(p -> p.mean(SizeRange.MEDIUM)));
        metrics.put("mapLarge", mean(p -> p.mean(SizeRange.LARGE)));
        long objects = Arrays.stream(there, 0, labels.size()).sum();
        long boxes = Arrays.stream(said, 0, labels.size()).sum();
        metrics.put("recall", Means.share(right, objects));
        metrics.put("precision", Means.share(right, boxes));
        metrics.put("f1", Means.share(2 * right, objects + boxes));
        return metrics;
    }

    /** Over the classes that have objects. */
    private double mean(ToDoubleFunction<AveragePrecision> measure) {
        return Means.of(Arrays.stream(precision).mapToDouble(measure).toArray());
    }

    private static double[] recalls() {
        double[] recalls = new double[AveragePrecision.RECALLS];
        for (int i = 0; i < recalls.length; i++) {
            recalls[i] = i * 0.01;
        }
        return recalls;
    }
}
