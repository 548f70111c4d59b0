package dev.saccade.picture;

import dev.saccade.vision.SegmentationMask;
import java.nio.ByteBuffer;
import java.util.List;

/** Tints the picture by class, background left as it is. */
final class MaskOverlay {
    private MaskOverlay() {}

    static void blend(SegmentationMask mask, List<String> labels, Canvas canvas, int width, int height) {
        int[] columns = MaskSampling.columns(mask, width);
        int[] rows = MaskSampling.rows(mask, height);
        int[] tints = tints(mask.classes(), labels);
        byte[] row = new byte[3 * width];
        ByteBuffer pixels = canvas.pixels().createBuffer();
        for (int y = 0; y < height; y++) {
            if (rows[y] < 0) {
                continue;
            }
            pixels.get(y * canvas.stride(), row);
            for (int x = 0; x < width; x++) {
                int label = columns[x] < 0 ? MaskSampling.UNSEEN : mask.at(columns[x], rows[y]);
                int tint = label < tints.length ? tints[label] : -1;
                if (tint >= 0) {
                    row[3 * x] = mean(row[3 * x], ClassColours.blue(tint));
                    row[3 * x + 1] = mean(row[3 * x + 1], ClassColours.green(tint));
                    row[3 * x + 2] = mean(row[3 * x + 2], ClassColours.red(tint));
                }
            }
            pixels.put(y * canvas.stride(), row);
        }
    }

    private static byte mean(byte picture, int tint) {
        return (byte) (((picture & 0xff) + tint) / 2);
    }

    private static int[] tints(int classes, List<String> labels) {
        int[] tints = new int[classes];
        for (int c = 0; c < classes; c++) {
            tints[c] = Labels.isBackground(labels, c) ? -1 : ClassColours.of(c);
        }
        return tints;
    }
}
