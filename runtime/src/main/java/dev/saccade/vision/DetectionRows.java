package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Detection rows that a kernel writes, and their way into source pixels. Owns its memory until {@link #close()}. */
final class DetectionRows implements AutoCloseable {
    private final int capacity;
    private final FloatPointer rows;
    private final FloatBuffer view;
    private final long address;

    DetectionRows(int capacity) {
        this.capacity = capacity;
        rows = new FloatPointer((long) capacity * Postprocess.DETECTION_FLOATS);
        view = rows.asBuffer();
        address = rows.address();
    }

    int capacity() {
        return capacity;
    }

    long address() {
        return address;
    }

    /** Appends the first {@code count} rows. */
    void emit(int count, Geometry geometry, Detections into) {
        for (int i = 0; i < count; i++) {
            int at = i * Postprocess.DETECTION_FLOATS;
            emit(
                    view.get(at),
                    view.get(at + 1),
                    view.get(at + 2),
                    view.get(at + 3),
                    view.get(at + 4),
                    (int) view.get(at + 5),
                    geometry,
                    into);
        }
    }

    /** Appends one box of model pixels, clipped to the frame; a box that lies outside, or is NaN, is left out. */
    static void emit(
            float left, float top, float right, float bottom, float score, int label, Geometry g, Detections into) {
        float x1 = clip(g.sourceX(left), g.sourceWidth);
        float y1 = clip(g.sourceY(top), g.sourceHeight);
        float x2 = clip(g.sourceX(right), g.sourceWidth);
        float y2 = clip(g.sourceY(bottom), g.sourceHeight);
        if (x2 > x1 && y2 > y1) {
            into.add(x1, y1, x2 - x1, y2 - y1, score, label);
        }
    }

    private static float clip(float value, int size) {
        return Math.min(Math.max(value, 0), size);
    }

    @Override
    public void close() {
        rows.close();
    }
}
