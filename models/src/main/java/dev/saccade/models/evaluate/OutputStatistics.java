package dev.saccade.models.evaluate;

import dev.saccade.model.Task;
import dev.saccade.models.evaluate.metric.Histogram;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model said, whatever the truth, and only what it serves: counted once a picture, to compare with what it says
 * later. Counting allocates nothing. One thread.
 */
public final class OutputStatistics {
    /** Bins of {@link #values()}. */
    public static final int BINS = 20;

    private final Task task;
    private final float minScore;
    private final Histogram values = new Histogram(0, 1, BINS);
    private final long[] labels;

    /**
     * Makes empty statistics.
     *
     * @param task of the model
     * @param labels how many it has
     * @param minScore lowest score that is served, 0..1; what lies below was not seen
     */
    public OutputStatistics(Task task, int labels, float minScore) {
        this.task = task;
        this.minScore = minScore;
        this.labels = new long[labels];
    }

    /**
     * Counts a picture.
     *
     * @param seen of a model for the task, best score first; read during the call only
     */
    public void add(Perception seen) {
        switch (task) {
            case CLASSIFICATION -> add(seen.classes());
            case DETECTION -> add(seen.detections());
            case SEGMENTATION -> add(seen.mask());
        }
    }

    private void add(Classes seen) {
        boolean isAnswer = seen.count() > 0 && seen.score(0) >= minScore;
        values.add(isAnswer ? seen.score(0) : 0);
        if (isAnswer) {
            label(seen.label(0), 1);
        }
    }

    private void add(Detections seen) {
        values.add(seen.count() > 0 && seen.score(0) >= minScore ? seen.score(0) : 0);
        for (int i = 0; i < seen.count() && seen.score(i) >= minScore; i++) {
            label(seen.label(i), 1);
        }
    }

    private void add(SegmentationMask seen) {
        values.add(1 - seen.share(0));
        for (int c = 0; c < labels.length; c++) {
            label(c, seen.stat(c, 0));
        }
    }

    /** Models of one class may have no name for it. */
    private void label(int label, long times) {
        if (label < labels.length) {
            labels[label] += times;
        }
    }

    /**
     * Adds the counts of other statistics of the same model.
     *
     * @param other read during the call only
     */
    public void addAll(OutputStatistics other) {
        values.addAll(other.values);
        for (int i = 0; i < labels.length; i++) {
            labels[i] += other.labels[i];
        }
    }

    /** Forgets everything. */
    public void clear() {
        values.clear();
        Arrays.fill(labels, 0);
    }

    /** @return what {@link #values()} holds: {@code topScore}, or {@code coverage} for masks */
    public String name() {
        return task == Task.SEGMENTATION ? "coverage" : "topScore";
    }

    /** @return lowest score that is served, 0..1 */
    public float minScore() {
        return minScore;
    }

    /** @return best score of each picture, 0 when nothing was seen; or the share of the mask that is not class 0 */
    public Histogram values() {
        return values;
    }

    /**
     * How often a label was given: pictures by their best class, boxes, or mask pixels.
     *
     * @param label class index
     * @return how often
     */
    public long count(int label) {
        return labels[label];
    }

    /**
     * How often each label was given.
     *
     * @param names of the labels
     * @return counts of the labels that were given, by name; labels of one name are counted together
     */
    public Map<String, Long> labels(List<String> names) {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > 0) {
                counts.merge(names.get(i), labels[i], Long::sum);
            }
        }
        return counts;
    }
}
