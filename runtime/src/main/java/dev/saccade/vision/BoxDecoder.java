package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.model.ModelPackage;

/** What the decoders of boxes from a kernel share: thresholds, rows, and what to do with a count or a refusal. */
abstract class BoxDecoder implements Decoder {
    final float minScore;
    final float iou;
    private final ModelPackage model;
    private BoxFindings found;
    private String fault = "";

    BoxDecoder(ModelPackage model) {
        this.model = model;
        minScore = model.thresholds().score();
        iou = model.thresholds().iou();
    }

    /** Allocates the rows; the last act of a constructor, when no tensor can be refused any more. */
    final void allocateRows() {
        found = new BoxFindings(model);
    }

    /** Address of the rows that a kernel writes. */
    final long rows() {
        return found.address();
    }

    /** Number of rows. */
    final int capacity() {
        return found.capacity();
    }

    @Override
    public Perception newPerception() {
        return found.newPerception();
    }

    /** Hands {@code count} rows on; a negative count is the kernel's refusal. */
    final int emit(int count, Geometry geometry, Perception into) {
        int status = found.emit(count, geometry, into);
        return status == Perceiver.OK ? status : fault(found.fault());
    }

    @Override
    public Findings describe(GpuDecoderSpec spec) {
        spec.minScore(minScore).iou(iou).maxRows(capacity());
        return found;
    }

    int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        found.close();
    }
}
