package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.kernel.Postprocess;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;

/** Line segments from a centre map and displacements to both ends. Owns its buffers. */
final class MlsdDecoder implements Decoder {
    private final ModelPackage model;
    private final FloatOutput centre;
    private final FloatOutput displacement;
    private final int planar;
    private final int height;
    private final int width;
    private final int logits;
    private final float stride;
    private final float minLength;
    private final LineFindings found;
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
        centre = new FloatOutput(map);
        displacement = new FloatOutput(ends);
        found = new LineFindings(model);
    }

    @Override
    public Perception newPerception() {
        return found.newPerception();
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
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
                found.address(),
                found.capacity());
        int status = found.emit(count, geometry, into);
        return status == Perceiver.OK ? status : fault(found.fault());
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.kind(GpuDecoderSpec.KIND_MLSD)
                .planar(planar)
                .height(height)
                .width(width)
                .logits(logits)
                .stride(stride)
                .minScore(model.thresholds().score())
                .minLength(minLength)
                .maxRows(found.capacity());
        return found;
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
        found.close();
    }
}
