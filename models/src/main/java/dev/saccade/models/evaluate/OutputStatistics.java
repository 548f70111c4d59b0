package dev.saccade.models.evaluate;

import dev.saccade.models.evaluate.metric.Histogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a model said, whatever the truth: counted once a picture, to compare with what it says later. One thread. */
public final class OutputStatistics {
    /** Bins of {@link #values()}. */
    public static final int BINS = 20;

    private final String name;
    private final Histogram values = new Histogram(0, 1, BINS);
    private final long[] labels;

    OutputStatistics(String name, int labels) {
        this.name = name;
        this.labels = new long[labels];
    }

    void value(double value) {
        values.add(value);
    }

    void label(int label, long times) {
        labels[label] += times;
    }

    /** @return what {@link #values()} holds: {@code topScore}, or {@code coverage} for masks */
    public String name() {
        return name;
    }

    /** @return best score of each picture, 0 when nothing was seen; or the share of the mask that is not class 0 */
    public Histogram values() {
        return values;
    }

    /**
     * How often each label was given: pictures by their best class, boxes, or mask pixels.
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
