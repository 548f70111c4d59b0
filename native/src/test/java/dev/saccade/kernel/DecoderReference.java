package dev.saccade.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The decoders written out plainly: every cell is looked at, lists are sorted, boxes suppressed one by one. */
final class DecoderReference {
    /** A box (or a segment) before suppression. */
    record Found(float[] box, float score, int index, int label) {}

    private DecoderReference() {}

    static List<Found> centernet(
            float[] heat, float[] sizes, int classes, int height, int width, float stride, float minScore, float iou) {
        List<Found> all = new ArrayList<>();
        int cells = height * width;
        for (int i = 0; i < heat.length; i++) {
            int label = i / cells;
            int y = i % cells / width;
            int x = i % width;
            if (heat[i] >= minScore && isPeak(heat, label * cells, height, width, y, x, 1)) {
                int cell = i % cells;
                add(
                        all,
                        new float[] {
                            x * stride - sizes[cell],
                            y * stride - sizes[cells + cell],
                            x * stride + sizes[2 * cells + cell],
                            y * stride + sizes[3 * cells + cell]
                        },
                        heat[i],
                        i,
                        label);
            }
        }
        return suppress(all, iou);
    }

    /** @param values anchors x (4 + classes) */
    static List<Found> yolov8(float[] values, int classes, int anchors, float minScore, float iou) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < anchors; i++) {
            int row = i * (4 + classes);
            int label = best(values, row + 4, classes);
            if (label >= 0 && values[row + 4 + label] >= minScore) {
                centred(
                        all,
                        values[row],
                        values[row + 1],
                        values[row + 2],
                        values[row + 3],
                        values[row + 4 + label],
                        i,
                        label);
            }
        }
        return suppress(all, iou);
    }

    static List<Found> yolox(
            float[] values, int classes, int width, int height, boolean decoded, float minScore, float iou) {
        List<Found> all = new ArrayList<>();
        int anchor = 0;
        for (int stride : new int[] {8, 16, 32}) {
            for (int y = 0; y < height / stride; y++) {
                for (int x = 0; x < width / stride; x++, anchor++) {
                    int row = anchor * (5 + classes);
                    int label = best(values, row + 5, classes);
                    float score = label < 0 ? Float.NaN : values[row + 4] * values[row + 5 + label];
                    if (!(score >= minScore)) {
                        continue;
                    }
                    float[] v = {values[row], values[row + 1], values[row + 2], values[row + 3]};
                    if (!decoded) {
                        v[0] = (v[0] + x) * stride;
                        v[1] = (v[1] + y) * stride;
                        v[2] = (float) Math.exp(v[2]) * stride;
                        v[3] = (float) Math.exp(v[3]) * stride;
                    }
                    centred(all, v[0], v[1], v[2], v[3], score, anchor, label);
                }
            }
        }
        return suppress(all, iou);
    }

    /** @param displacement height x width x 4 */
    static List<Found> mlsd(
            float[] centre,
            float[] displacement,
            int height,
            int width,
            boolean logits,
            float stride,
            float minScore,
            float minLength) {
        List<Found> all = new ArrayList<>();
        for (int i = 0; i < centre.length; i++) {
            int y = i / width;
            int x = i % width;
            float score = logits ? (float) (1 / (1 + Math.exp(-centre[i]))) : centre[i];
            float dx = displacement[4 * i + 2] - displacement[4 * i];
            float dy = displacement[4 * i + 3] - displacement[4 * i + 1];
            if (score >= minScore
                    && isPeak(centre, 0, height, width, y, x, 2)
                    && Math.sqrt((double) dx * dx + (double) dy * dy) >= minLength) {
                float[] ends = new float[4];
                for (int k = 0; k < 4; k++) {
                    ends[k] = ((k % 2 == 0 ? x : y) + displacement[4 * i + k]) * stride;
                }
                add(all, ends, score, i, 0);
            }
        }
        all.sort(order());
        return all;
    }

    private static boolean isPeak(float[] map, int from, int height, int width, int y, int x, int radius) {
        for (int j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
            for (int i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
                if (map[from + j * width + i] > map[from + y * width + x]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int best(float[] values, int from, int count) {
        int best = -1;
        for (int i = 0; i < count; i++) {
            float v = values[from + i];
            if (!Float.isNaN(v) && (best < 0 || v > values[from + best])) {
                best = i;
            }
        }
        return best;
    }

    private static void centred(
            List<Found> all, float x, float y, float width, float height, float score, int index, int label) {
        add(all, new float[] {x - width / 2, y - height / 2, x + width / 2, y + height / 2}, score, index, label);
    }

    private static void add(List<Found> all, float[] box, float score, int index, int label) {
        boolean finite = Float.isFinite(score);
        for (float v : box) {
            finite &= Float.isFinite(v);
        }
        if (finite) {
            all.add(new Found(box, score, index, label));
        }
    }

    private static Comparator<Found> order() {
        return Comparator.comparingDouble((Found f) -> -f.score()).thenComparingInt(Found::index);
    }

    private static List<Found> suppress(List<Found> all, float iou) {
        all.sort(order());
        List<Found> kept = new ArrayList<>();
        for (Found f : all) {
            if (kept.stream().noneMatch(k -> k.label() == f.label() && overlap(k.box(), f.box()) > iou)) {
                kept.add(f);
            }
        }
        return kept;
    }

    private static double overlap(float[] a, float[] b) {
        double width = Math.min(a[2], b[2]) - (double) Math.max(a[0], b[0]);
        double height = Math.min(a[3], b[3]) - (double) Math.max(a[1], b[1]);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        return common / (area(a) + area(b) - common);
    }

    private static double area(float[] b) {
        return Math.max(0, b[2] - (double) b[0]) * Math.max(0, b[3] - (double) b[1]);
    }
}
