package dev.saccade.vision;

import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;

/**
 * What the four numbers of a box mean: which corner or centre comes first ({@code decoder.box}), and whether they are
 * pixels of the model's input or shares of it ({@code decoder.normalised}).
 */
final class BoxForm {
    private final boolean isCentred;
    private final int xFirst;
    private final float scaleX;
    private final float scaleY;

    private BoxForm(String box, boolean isNormalised, InputSpec input) {
        isCentred = box.equals("xywh");
        xFirst = box.equals("yxyx") ? 1 : 0;
        scaleX = isNormalised ? input.width() : 1;
        scaleY = isNormalised ? input.height() : 1;
    }

    static BoxForm of(ModelPackage model) {
        return new BoxForm(
                model.decoder().getOrDefault("box", "xyxy"),
                Boolean.parseBoolean(model.decoder().get("normalised")),
                model.input());
    }

    /** Appends the box whose four numbers begin at a column of a row. */
    void emit(RowOutput from, int row, int column, float score, int label, Geometry geometry, Detections into) {
        float x1 = from.at(row, column + xFirst) * scaleX;
        float y1 = from.at(row, column + 1 - xFirst) * scaleY;
        float x2 = from.at(row, column + 2 + xFirst) * scaleX;
        float y2 = from.at(row, column + 3 - xFirst) * scaleY;
        if (isCentred) {
            BoxFindings.emit(x1 - x2 / 2, y1 - y2 / 2, x1 + x2 / 2, y1 + y2 / 2, score, label, geometry, into);
        } else {
            BoxFindings.emit(x1, y1, x2, y2, score, label, geometry, into);
        }
    }
}
