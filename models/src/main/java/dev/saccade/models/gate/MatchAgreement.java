package dev.saccade.models.gate;

import dev.saccade.model.GateLimit;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import java.util.Arrays;
import java.util.List;

/**
 * Boxes or line segments paired one to one: the reference's by falling score, each with the nearest free one of its
 * label. A result without a partner whose score is close to the cut-off counts for neither side: the other engine may
 * have dropped it for a last digit.
 */
final class MatchAgreement implements TaskAgreement {
    private static final double LEAST_IOU = 0.5;
    private static final double FARTHEST_END = 0.02;

    private final boolean isLines;
    private final double sure;
    private long pairs;
    private long alone;
    private double scoreApart;
    private double endsApart;
    /** By index of the candidate's results; as many as a frame may have. */
    private boolean[] taken = {};

    /**
     * @param cutOff least score that is reported
     * @param slack difference of score that the gate allows
     */
    MatchAgreement(boolean isLines, double cutOff, double slack) {
        this.isLines = isLines;
        sure = cutOff + slack;
    }

    @Override
    public double add(Perception reference, Perception candidate) {
        Detections a = reference.detections();
        Detections b = candidate.detections();
        double diagonal = Math.hypot(reference.frameWidth(), reference.frameHeight());
        if (taken.length < b.capacity()) {
            taken = new boolean[b.capacity()];
        }
        Arrays.fill(taken, 0, b.count(), false);
        int paired = 0;
        int left = 0;
        for (int i = 0; i < a.count(); i++) {
            int partner = partner(a, i, b, diagonal);
            if (partner < 0) {
                left += a.score(i) >= sure ? 1 : 0;
                continue;
            }
            taken[partner] = true;
            paired++;
            scoreApart = Math.max(scoreApart, Math.abs((double) a.score(i) - b.score(partner)));
            if (isLines) {
                endsApart = Math.max(endsApart, ends(a, i, b, partner) / diagonal);
            }
        }
        for (int k = 0; k < b.count(); k++) {
            left += !taken[k] && b.score(k) >= sure ? 1 : 0;
        }
        pairs += paired;
        alone += left;
        return share(paired, left);
    }

    private int partner(Detections a, int i, Detections b, double diagonal) {
        int best = -1;
        double bestFit = isLines ? -FARTHEST_END * diagonal : LEAST_IOU;
        for (int k = 0; k < b.count(); k++) {
            if (taken[k] || a.label(i) != b.label(k)) {
                continue;
            }
            double fit = isLines ? -ends(a, i, b, k) : iou(a, i, b, k);
            if (best < 0 ? fit >= bestFit : fit > bestFit) {
                best = k;
                bestFit = fit;
            }
        }
        return best;
    }

    /** Two results stand in a pair, one alone: 2 m / (2 m + alone). */
    private static double share(long paired, long left) {
        return paired == 0 && left == 0 ? 1 : 2.0 * paired / (2.0 * paired + left);
    }

    static double iou(Detections a, int i, Detections b, int k) {
        double w = Math.min(a.x(i) + a.width(i), b.x(k) + b.width(k)) - Math.max(a.x(i), b.x(k));
        double h = Math.min(a.y(i) + a.height(i), b.y(k) + b.height(k)) - Math.max(a.y(i), b.y(k));
        double shared = Math.max(0, w) * Math.max(0, h);
        double all = (double) a.width(i) * a.height(i) + (double) b.width(k) * b.height(k) - shared;
        return all <= 0 ? 0 : shared / all;
    }

    /** The larger distance of two ends, in pixels, whichever end comes first. */
    private static double ends(Detections a, int i, Detections b, int k) {
        double straight = Math.max(end(a, i, 0, b, k, 0), end(a, i, 2, b, k, 2));
        double crossed = Math.max(end(a, i, 0, b, k, 2), end(a, i, 2, b, k, 0));
        return Math.min(straight, crossed);
    }

    private static double end(Detections a, int i, int from, Detections b, int k, int to) {
        return Math.hypot(
                a.segment(i, from) - (double) b.segment(k, to), a.segment(i, from + 1) - (double) b.segment(k, to + 1));
    }

    @Override
    public List<Measure> measures() {
        Measure matched = new Measure(GateLimit.MATCHED, share(pairs, alone), pairs + " pairs, " + alone + " alone");
        Measure score = new Measure(GateLimit.SCORE, scoreApart, "");
        return isLines
                ? List.of(matched, score, new Measure(GateLimit.LINE_ENDS, endsApart, ""))
                : List.of(matched, score);
    }
}
