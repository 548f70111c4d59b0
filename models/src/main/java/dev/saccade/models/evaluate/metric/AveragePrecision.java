package dev.saccade.models.evaluate.metric;

import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Average precision of one class by the COCO protocol (cocodataset.org, detection evaluation; reference
 * implementation pycocotools): the 100 best boxes of a picture, overlaps from 0.50 to 0.95 by 0.05, precision made
 * monotone and read at 101 recalls. One thread.
 */
public final class AveragePrecision {
    /** How many overlap thresholds there are: 0.50, 0.55 ... 0.95. */
    public static final int THRESHOLDS = 10;
    /** How many recalls precision is read at: 0, 0.01 ... 1. */
    public static final int RECALLS = 101;

    private static final int MOST_BOXES = 100;

    /** A box of any picture; two bits an outcome, by threshold. */
    private record Scored(float score, int outcomes) {}

    /** What is known of one range of sizes. */
    private static final class OfSize {
        private final List<Scored> boxes = new ArrayList<>();
        private long objects;
    }

    private final Map<SizeRange, OfSize> sizes = new EnumMap<>(SizeRange.class);

    /** Makes an empty measure. */
    public AveragePrecision() {
        for (SizeRange range : SizeRange.values()) {
            sizes.put(range, new OfSize());
        }
    }

    /**
     * The overlap of a threshold.
     *
     * @param threshold 0..{@link #THRESHOLDS}-1
     * @return intersection over union
     */
    public static double overlap(int threshold) {
        return (10 + threshold) / 20.0;
    }

    /**
     * Counts a picture.
     *
     * @param seen boxes of this class, in any order
     * @param truth objects of this class
     */
    public void add(List<SeenBox> seen, List<TruthBox> truth) {
        List<SeenBox> best = new ArrayList<>(seen);
        best.sort(Comparator.comparing(SeenBox::score, Comparator.reverseOrder()));
        best = best.subList(0, Math.min(MOST_BOXES, best.size()));
        double[][] overlaps = new double[best.size()][truth.size()];
        for (int i = 0; i < best.size(); i++) {
            for (int k = 0; k < truth.size(); k++) {
                overlaps[i][k] = BoxMatch.overlap(best.get(i), truth.get(k));
            }
        }
        for (SizeRange range : SizeRange.values()) {
            judge(best, truth, overlaps, range);
        }
    }

    private void judge(List<SeenBox> seen, List<TruthBox> truth, double[][] overlaps, SizeRange range) {
        OfSize size = sizes.get(range);
        boolean[] counts = new boolean[truth.size()];
        for (int k = 0; k < counts.length; k++) {
            TruthBox t = truth.get(k);
            counts[k] = t.weight() == Weight.COUNTED && range.holds(t.area());
            size.objects += counts[k] ? 1 : 0;
        }
        boolean[] inRange = new boolean[seen.size()];
        for (int i = 0; i < inRange.length; i++) {
            inRange[i] = range.holds(seen.get(i).area());
        }
        int[] outcomes = new int[seen.size()];
        int[] outcome = new int[seen.size()];
        for (int t = 0; t < THRESHOLDS; t++) {
            BoxMatch.match(overlaps, seen, truth, counts, inRange, overlap(t), outcome);
            for (int i = 0; i < outcome.length; i++) {
                outcomes[i] |= outcome[i] << (2 * t);
            }
        }
        for (int i = 0; i < outcomes.length; i++) {
            size.boxes.add(new Scored(seen.get(i).score(), outcomes[i]));
        }
    }

    /**
     * Objects that count.
     *
     * @param range of sizes
     * @return how many
     */
    public long objects(SizeRange range) {
        return sizes.get(range).objects;
    }

    /**
     * Precision at each recall.
     *
     * @param threshold 0..{@link #THRESHOLDS}-1
     * @param range of sizes
     * @return {@link #RECALLS} values from 0 to 1; null where no object counts
     */
    public double[] precisions(int threshold, SizeRange range) {
        long there = objects(range);
        if (there == 0) {
            return null;
        }
        List<Scored> boxes = sizes.get(range).boxes;
        boxes.sort(Comparator.comparing(Scored::score, Comparator.reverseOrder()));
        double[] recall = new double[boxes.size()];
        double[] precision = new double[boxes.size()];
        int n = 0;
        long right = 0;
        long wrong = 0;
        for (Scored box : boxes) {
            int outcome = (box.outcomes >> (2 * threshold)) & 3;
            right += outcome == BoxMatch.RIGHT ? 1 : 0;
            wrong += outcome == BoxMatch.WRONG ? 1 : 0;
            recall[n] = right / (double) there;
            precision[n++] = right == 0 ? 0 : right / (double) (right + wrong);
        }
        for (int i = n - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        double[] at = new double[RECALLS];
        int i = 0;
        for (int r = 0; r < RECALLS; r++) {
            while (i < n && recall[i] < r * 0.01) {
                i++;
            }
            at[r] = i < n ? precision[i] : 0;
        }
        return at;
    }

    /**
     * Average precision at one overlap.
     *
     * @param threshold 0..{@link #THRESHOLDS}-1
     * @param range of sizes
     * @return 0..1; not a number where no object counts
     */
    public double at(int threshold, SizeRange range) {
        double[] precisions = precisions(threshold, range);
        return precisions == null ? Double.NaN : Means.of(precisions);
    }

    /**
     * Average precision over all overlaps.
     *
     * @param range of sizes
     * @return 0..1; not a number where no object counts
     */
    public double mean(SizeRange range) {
        double[] each = new double[THRESHOLDS];
        for (int t = 0; t < THRESHOLDS; t++) {
            each[t] = at(t, range);
        }
        return Means.of(each);
    }
}
