package dev.saccade.vision;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Input pixels per cell of an output map: what {@code decoder.stride} says must be what the shapes say. */
final class GridStride {
    private GridStride() {}

    static float of(ModelPackage model, Outputs outputs, Output map, int columns, int rows) throws PackageException {
        int width = model.input().width();
        int height = model.input().height();
        String given = model.decoder().get("stride");
        float stride = given == null ? width / (float) columns : Float.parseFloat(given);
        // A map may be rounded up to whole cells, so the last cell may reach past the input.
        if (Math.abs(columns * stride - width) >= stride || Math.abs(rows * stride - height) >= stride) {
            throw outputs.refuse(
                    "stride",
                    Float.toString(stride),
                    "input of " + width + "x" + height + " over " + columns + "x" + rows + " cells of output " + map
                            + " makes " + width / (float) columns + " by " + height / (float) rows,
                    "correct decoder.stride, input.size, or the outputs that the decoder names");
        }
        return stride;
    }
}
