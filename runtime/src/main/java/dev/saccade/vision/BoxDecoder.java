package dev.saccade.vision;

import dev.saccade.model.ModelPackage;

/** What the decoders of boxes from a kernel share: thresholds, rows, and what to do with a count or a refusal. */
abstract class BoxDecoder implements Decoder {
    final float minScore;
    final float iou;
    private final ModelPackage model;
    private DetectionRows rows;
    private String fault = "";

    BoxDecoder(ModelPackage model) {
        this.model = model;
        minScore = model.thresholds().score();
        iou = model.thresholds().iou();
    }

    /** Allocates the rows; the last act of a constructor, when no tensor can be refused any more. */
    final void allocateRows() {
        rows = new DetectionRows(model.thresholds().max());
    }

    /** Address of the rows that a kernel writes. */
    final long rows() {
        return rows.address();
    }

    /** Number of rows. */
    final int capacity() {
        return rows.capacity();
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, new Detections(rows.capacity()), null, null);
    }

    /** Hands {@code count} rows on; a negative count is the kernel's refusal. */
    int emit(int count, Geometry geometry, Perception into) {
        into.detections().clear();
        if (count < 0) {
            return fault("the " + model.decoder().get("kind") + " kernel refused its arguments (" + count + ")");
        }
        rows.emit(count, geometry, into.detections());
        return Perceiver.OK;
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
        rows.close();
    }
}
