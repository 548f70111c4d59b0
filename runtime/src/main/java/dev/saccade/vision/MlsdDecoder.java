package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Line segments from a centre map and displacements to both ends. Owns its buffers. */
final class MlsdDecoder implements Decoder {
    private static final int ROW = 5;

    private final ModelPackage model;
    private final FloatOutput centre;
    private final FloatOutput displacement;
    private final int planar;
    private final int height;
    private final int width;
    private final int logits;
    private final float stride;
    private final float minLength;
    private final int max;
    private final FloatPointer rows;
    private final FloatBuffer view;
    private final SegmentClip clip = new SegmentClip();
    private String fault = "";

    MlsdDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        this.model = model;
        Output map = outputs.floats("centre");
        PlaneShape shape = PlaneShape.of(map);
        if (shape == null) {
            throw outputs.shape("centre", map, PlaneShape.WORDS);
        }
        width = shape.width();
        height = shape.height();
        Output ends = outputs.floats("displacement");
        boolean isPlanar = ends.rank() == 4 && ends.dim(1) == 4 && ends.dim(2) == height && ends.dim(3) == width;
        boolean isPixels = ends.rank() == 4 && ends.dim(3) == 4 && ends.dim(1) == height && ends.dim(2) == width;
        if (!isPlanar && !isPixels) {
            throw outputs.shape(
                    "displacement",
                    ends,
                    "[1, 4, " + height + ", " + width + "] or [1, " + height + ", " + width + ", 4]");
        }
        outputs.requireLabels(map, 1);
        planar = isPlanar ? 1 : 0;
        logits = Boolean.parseBoolean(model.decoder().get("logits")) ? 1 : 0;
        stride = GridStride.of(model, outputs, map, width, height);
        minLength = Float.parseFloat(model.decoder().getOrDefault("min-length", "0"));
        max = model.thresholds().max();
        centre = new FloatOutput(map);
        displacement = new FloatOutput(ends);
        rows = new FloatPointer((long) max * ROW);
        view = rows.asBuffer();
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, new Detections(max), null, null);
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        Detections lines = into.detections();
        lines.clear();
        long centreAddress = centre.address();
        long displacementAddress = displacement.address();
        if (centreAddress == 0 || displacementAddress == 0) {
            return fault(centreAddress == 0 ? centre.changed() : displacement.changed());
        }
        int count = Postprocess.mlsd(
                centreAddress,
                displacementAddress,
                planar,
                height,
                width,
                logits,
                stride,
                model.thresholds().score(),
                minLength,
                rows.address(),
                max);
        if (count < 0) {
            return fault("the mlsd kernel refused its arguments (" + count + ")");
        }
        for (int i = 0; i < count; i++) {
            emit(i * ROW, geometry, lines);
        }
        return Perceiver.OK;
    }

    private void emit(int at, Geometry geometry, Detections lines) {
        boolean isVisible = clip.clip(
                geometry.sourceX(view.get(at)),
                geometry.sourceY(view.get(at + 1)),
                geometry.sourceX(view.get(at + 2)),
                geometry.sourceY(view.get(at + 3)),
                geometry.sourceWidth,
                geometry.sourceHeight);
        if (isVisible) {
            lines.addSegment(clip.x1(), clip.y1(), clip.x2(), clip.y2(), view.get(at + 4), 0);
        }
    }

    private int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        centre.close();
        displacement.close();
        rows.close();
    }
}
