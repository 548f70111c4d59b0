package dev.saccade.models.evaluate;

import dev.saccade.model.Task;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.MaskPicture;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.dataset.Truth;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Means;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Intersection over union of masks, in source pixels: the model's mask is read at the centre of each, and a pixel that
 * the model did not look at counts as no answer. Over all pictures together, as PASCAL VOC and Cityscapes do.
 */
final class MaskTally implements Tally {
    private final List<String> labels;
    private final long[][] counts;
    private final OutputStatistics statistics;

    MaskTally(List<String> labels) {
        this.labels = labels;
        counts = new long[labels.size()][labels.size() + 1];
        statistics = new OutputStatistics(Task.SEGMENTATION, labels.size(), 0);
    }

    @Override
    public void add(Sample sample, Perception seen) throws ModelsException {
        Truth.OfPixels given = (Truth.OfPixels) sample.truth();
        MaskPicture truth = MaskPicture.read(given);
        if (truth.width() != seen.frameWidth() || truth.height() != seen.frameHeight()) {
            throw ModelsException.badInput(given.mask() + ": " + truth.width() + "x" + truth.height()
                    + " pixels, but the picture " + sample.picture() + " has " + seen.frameWidth() + "x"
                    + seen.frameHeight() + "; a mask is as large as its picture");
        }
        SegmentationMask mask = seen.mask();
        int[] columns = at(truth.width(), mask.mapX(0), mask.mapX(1) - mask.mapX(0), mask.width());
        int[] rows = at(truth.height(), mask.mapY(0), mask.mapY(1) - mask.mapY(0), mask.height());
        for (int y = 0; y < truth.height(); y++) {
            for (int x = 0; x < truth.width(); x++) {
                int label = truth.classes()[y * truth.width() + x] & 0xff;
                if (label != MaskPicture.IGNORED) {
                    boolean isSeen = columns[x] >= 0 && rows[y] >= 0;
                    counts[label][isSeen ? mask.at(columns[x], rows[y]) : labels.size()]++;
                }
            }
        }
        statistics.add(seen);
    }

    /** Mask column or row of each source pixel's centre, -1 outside the mask. */
    private static int[] at(int pixels, float origin, float scale, int size) {
        int[] at = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            int k = (int) Math.floor((i + 0.5f - origin) / scale);
            at[i] = k >= 0 && k < size ? k : -1;
        }
        return at;
    }

    @Override
    public OutputStatistics statistics() {
        return statistics;
    }

    @Override
    public Findings findings() {
        Confusion confusion = new Confusion(labels.size());
        for (int c = 0; c < labels.size(); c++) {
            for (int k = 0; k <= labels.size(); k++) {
                confusion.add(c, k, counts[c][k]);
            }
        }
        long[] there = confusion.ofTruth();
        long[] said = confusion.ofSeen();
        long right = 0;
        long all = 0;
        List<LabelRow> rows = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            if (there[c] == 0 && said[c] == 0) {
                continue;
            }
            long hits = confusion.count(c, c);
            right += hits;
            all += there[c];
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("iou", Means.share(hits, there[c] + said[c] - hits));
            values.put("dice", Means.share(2 * hits, there[c] + said[c]));
            values.put("recall", Means.share(hits, there[c]));
            values.put("precision", Means.share(hits, said[c]));
            rows.add(new LabelRow(c, labels.get(c), there[c], values));
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("miou", mean(rows, "iou"));
        metrics.put("mdice", mean(rows, "dice"));
        metrics.put("pixelAccuracy", Means.share(right, all));
        return new Findings(metrics, rows, confusion, List.of(), List.of());
    }

    private static double mean(List<LabelRow> rows, String name) {
        return Means.of(rows.stream().mapToDouble(row -> row.values().get(name)).toArray());
    }
}
