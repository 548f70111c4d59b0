package dev.saccade.models.evaluate.metric;

import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import java.util.List;

/**
 * Which box of a picture found which object, by the COCO protocol (cocodataset.org, detection evaluation, and its
 * reference implementation pycocotools): best score first, each takes the free object that it overlaps most, objects
 * that count before those that do not; a crowd may be taken again and again.
 */
final class BoxMatch {
    /** An overlap that is this near to the threshold is at it. */
    private static final double NEARLY = 1 - 1e-10;

    private BoxMatch() {}

    /** What became of a box. */
    static final int WRONG = 0;

    static final int RIGHT = 1;
    static final int ASIDE = 2;

    /** Overlap: intersection over union; for a crowd, over the box's own area. */
    static double overlap(SeenBox seen, TruthBox truth) {
        double w = Math.min(seen.x() + seen.width(), truth.x() + truth.width()) - Math.max(seen.x(), truth.x());
        double h = Math.min(seen.y() + seen.height(), truth.y() + truth.height()) - Math.max(seen.y(), truth.y());
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double both = w * h;
        double whole =
                truth.weight() == Weight.CROWD ? seen.area() : seen.area() + truth.width() * truth.height() - both;
        return both / whole;
    }

    /**
     * Matches at one threshold and one range of sizes.
     *
     * @param overlaps by seen box, then by object
     * @param seen best score first
     * @param truth objects
     * @param counts whether each object counts: it does, and its size is in the range
     * @param inRange whether a box that finds nothing is of the range's size
     * @param threshold least overlap
     * @param outcome receives one of the constants for each seen box
     */
    static void match(
            double[][] overlaps,
            List<SeenBox> seen,
            List<TruthBox> truth,
            boolean[] counts,
            boolean[] inRange,
            double threshold,
            int[] outcome) {
        boolean[] taken = new boolean[truth.size()];
        for (int i = 0; i < seen.size(); i++) {
            int found = best(overlaps[i], truth, counts, true, taken, threshold);
            if (found < 0) {
                found = best(overlaps[i], truth, counts, false, taken, threshold);
            }
            if (found < 0) {
                outcome[i] = inRange[i] ? WRONG : ASIDE;
            } else {
                taken[found] = true;
                outcome[i] = counts[found] ? RIGHT : ASIDE;
            }
        }
    }

    private static int best(
            double[] overlaps,
            List<TruthBox> truth,
            boolean[] counts,
            boolean counted,
            boolean[] taken,
            double threshold) {
        int best = -1;
        double least = Math.min(threshold, NEARLY);
        for (int k = 0; k < truth.size(); k++) {
            boolean isFree = !taken[k] || truth.get(k).weight() == Weight.CROWD;
            // At equal overlap the later object is taken, as the reference does.
            if (counts[k] == counted && isFree && overlaps[k] >= least) {
                best = k;
                least = overlaps[k];
            }
        }
        return best;
    }
}
