package dev.saccade.models.evaluate.metric;

import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What objects were taken for: a box and an object that overlap by half or more are a pair whatever their labels, best
 * score first, same label before another. Boxes on objects that do not count are left out. One thread.
 */
public final class BoxConfusion {
    private static final double LEAST_OVERLAP = 0.5;

    private final Confusion confusion;

    /** @param confusion receives the pairs */
    public BoxConfusion(Confusion confusion) {
        this.confusion = confusion;
    }

    /**
     * Counts a picture.
     *
     * @param seen boxes, as they would be served
     * @param truth objects
     */
    public void add(List<SeenBox> seen, List<TruthBox> truth) {
        List<SeenBox> best = new ArrayList<>(seen);
        best.sort(Comparator.comparing(SeenBox::score, Comparator.reverseOrder()));
        boolean[] taken = new boolean[truth.size()];
        for (SeenBox box : best) {
            int found = -1;
            double merit = 0;
            boolean isAside = false;
            for (int k = 0; k < truth.size(); k++) {
                TruthBox t = truth.get(k);
                double overlap = BoxMatch.overlap(box, t);
                if (overlap < LEAST_OVERLAP || taken[k]) {
                    continue;
                }
                if (t.weight() != Weight.COUNTED) {
                    isAside = true;
                } else if (overlap + (t.label() == box.label() ? 1 : 0) > merit) {
                    merit = overlap + (t.label() == box.label() ? 1 : 0);
                    found = k;
                }
            }
            if (found >= 0) {
                taken[found] = true;
                confusion.add(truth.get(found).label(), box.label(), 1);
            } else if (!isAside) {
                confusion.add(confusion.nothing(), box.label(), 1);
            }
        }
        for (int k = 0; k < taken.length; k++) {
            if (!taken[k] && truth.get(k).weight() == Weight.COUNTED) {
                confusion.add(truth.get(k).label(), confusion.nothing(), 1);
            }
        }
    }
}
