package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import java.nio.FloatBuffer;

/** Boxes as rows of edges in pixels of the model's input, score and class. */
final class BoxFindings extends RowFindings {
    BoxFindings(ModelPackage model) {
        super(model, Postprocess.DETECTION_FLOATS);
    }

    @Override
    void emit(FloatBuffer row, int at, Geometry geometry, Detections into) {
        emit(
                row.get(at),
                row.get(at + 1),
                row.get(at + 2),
                row.get(at + 3),
                row.get(at + 4),
                (int) row.get(at + 5),
                geometry,
                into);
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
}
