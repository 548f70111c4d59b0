package dev.saccade.vision;

import dev.saccade.model.ModelPackage;
import java.nio.FloatBuffer;

/** Line segments as rows of both ends in pixels of the model's input, and score. */
final class LineFindings extends RowFindings {
    private static final int LINE_FLOATS = 5;

    private final SegmentClip clip = new SegmentClip();

    LineFindings(ModelPackage model) {
        super(model, LINE_FLOATS);
    }

    @Override
    void emit(FloatBuffer row, int at, Geometry geometry, Detections into) {
        boolean isVisible = clip.clip(
                geometry.sourceX(row.get(at)),
                geometry.sourceY(row.get(at + 1)),
                geometry.sourceX(row.get(at + 2)),
                geometry.sourceY(row.get(at + 3)),
                geometry.sourceWidth,
                geometry.sourceHeight);
        if (isVisible) {
            into.addSegment(clip.x1(), clip.y1(), clip.x2(), clip.y2(), row.get(at + 4), 0);
        }
    }
}
