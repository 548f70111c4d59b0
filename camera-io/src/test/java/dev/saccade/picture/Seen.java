package dev.saccade.picture;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.StampClass;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.model.Thresholds;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Frames and perceptions for drawing. */
final class Seen {
    private Seen() {}

    static ModelPackage model(Task task, String... labels) {
        return new ModelPackage(
                Path.of("."),
                "test",
                task,
                Path.of("model.onnx"),
                List.of(labels),
                null,
                Map.of("kind", "test"),
                new Thresholds(0.3f, 0.5f, 10),
                null,
                Map.of(),
                "0",
                DeviceWish.NONE,
                Map.of());
    }

    static Perception of(ModelPackage model, long frame, int width, int height, Object result) {
        Perception seen = new Perception(
                model,
                result instanceof Detections d ? d : null,
                result instanceof Classes c ? c : null,
                result instanceof SegmentationMask m ? m : null);
        seen.begin(frame, width, height, 0, 0);
        seen.published(12_300_000L);
        return seen;
    }

    /** A mask with these pixels, its statistics counted. */
    static SegmentationMask mask(int width, int height, int classes, byte[] pixels) {
        SegmentationMask mask = new SegmentationMask(width, height, classes);
        NativeBytes.write(mask.address(), pixels);
        ByteBuffer stats =
                ByteBuffer.allocate(4 * classes * SegmentationMask.STATS).order(ByteOrder.nativeOrder());
        for (byte label : pixels) {
            int at = 4 * label * SegmentationMask.STATS;
            stats.putInt(at, stats.getInt(at) + 1);
        }
        NativeBytes.write(mask.stats(), stats.array());
        return mask;
    }

    /** Publishes a frame whose planes hold one byte pattern each, repeated along the rows. */
    static void publish(FrameRing ring, FrameFormat format, long sequence, int[]... patterns) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        for (int p = 0; p < format.pixels().planes(); p++) {
            byte[] row = new byte[format.pixels().rowBytes(p, format.width())];
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) patterns[p][i % patterns[p].length];
            }
            for (int y = 0; y < format.pixels().rows(p, format.height()); y++) {
                NativeBytes.write(slot.address(p) + (long) y * slot.stride(p), row);
            }
        }
        slot.describe(sequence, sequence, StampClass.ARRIVAL);
        ring.publish(slot);
    }

    static FrameRing ring() {
        return new FrameRing(3, HostFrameMemory.INSTANCE);
    }

    /** Blue, green and red of a canvas pixel. */
    static int[] bgr(Canvas canvas, int x, int y) {
        byte[] pixel = NativeBytes.read(canvas.address() + (long) y * canvas.stride() + 3L * x, 3);
        return new int[] {pixel[0] & 0xff, pixel[1] & 0xff, pixel[2] & 0xff};
    }

    static int rgb(Canvas canvas, int x, int y) {
        int[] bgr = bgr(canvas, x, y);
        return bgr[2] << 16 | bgr[1] << 8 | bgr[0];
    }

    /** How far two colours are apart in their worst channel. */
    static int distance(int rgb, int other) {
        int[] apart = new int[3];
        for (int c = 0; c < 3; c++) {
            apart[c] = Math.abs((rgb >> (8 * c) & 0xff) - (other >> (8 * c) & 0xff));
        }
        return Arrays.stream(apart).max().getAsInt();
    }
}
