package dev.saccade.models.training;

/** Intersection over union of pads, picture by picture, and what is claimed where there is no pad. */
final class Overlap {
    /** A pad of fewer pixels is a sliver at the picture's edge: counted neither way. */
    static final int LEAST_PIXELS = 40;

    private static final float CUT = 0.5f;

    private double sum;
    private double least = 1;
    private int pads;
    private int empty;
    private int imagined;

    /** Adds one picture at an offset. */
    void add(float[] found, float[] truth, int from) {
        int both = 0;
        int either = 0;
        int there = 0;
        int claimed = 0;
        for (int i = from; i < from + PadPictures.PIXELS; i++) {
            boolean a = found[i] >= CUT;
            boolean b = truth[i] >= CUT;
            both += a && b ? 1 : 0;
            either += a || b ? 1 : 0;
            there += b ? 1 : 0;
            claimed += a ? 1 : 0;
        }
        if (there >= LEAST_PIXELS) {
            double iou = both / (double) either;
            pads++;
            sum += iou;
            least = Math.min(least, iou);
        } else if (there == 0) {
            empty++;
            imagined += claimed >= LEAST_PIXELS ? 1 : 0;
        }
    }

    /** @return over pictures that show a pad */
    double mean() {
        return sum / pads;
    }

    int pads() {
        return pads;
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "mean IoU %.4f over %d pictures with a pad (least %.2f); %d of %d pictures without one claimed one",
                mean(),
                pads,
                least,
                imagined,
                empty);
    }
}
