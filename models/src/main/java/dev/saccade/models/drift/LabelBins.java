package dev.saccade.models.drift;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bins for labels: one for each of the most frequent in the record, one for all others together, so that a thousand
 * classes are not a thousand bins. Immutable.
 */
final class LabelBins {
    /** As many as other statistics have. */
    private static final int MOST = 20;

    private final int[] bins;
    private final long[] reference;

    LabelBins(Map<String, Long> recorded, List<String> labels) {
        List<String> frequent = recorded.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST - 1)
                .map(Map.Entry::getKey)
                .toList();
        int others = frequent.size();
        Map<String, Integer> places = new HashMap<>();
        frequent.forEach(name -> places.put(name, places.size()));
        reference = new long[others + 1];
        recorded.forEach((name, count) -> reference[places.getOrDefault(name, others)] += count);
        bins = new int[labels.size()];
        for (int i = 0; i < bins.length; i++) {
            bins[i] = places.getOrDefault(labels.get(i), others);
        }
    }

    /** How often each bin's labels were given in the record. */
    long[] reference() {
        return reference;
    }

    void addTo(long[] counts, FrameStatistics frames) {
        for (int i = 0; i < bins.length; i++) {
            counts[bins[i]] += frames.outputs().count(i);
        }
    }
}
