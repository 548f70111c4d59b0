package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** Rows of floats that become detections. */
abstract class RowFindings implements Findings {
    private final ModelPackage model;
    private final int capacity;
    private final int rowFloats;
    private final FloatPointer rows;
    private final FloatBuffer view;
    private final long address;
    private String fault = "";

    RowFindings(ModelPackage model, int rowFloats) {
        this.model = model;
        this.rowFloats = rowFloats;
        capacity = model.thresholds().max();
        rows = new FloatPointer((long) capacity * rowFloats);
        view = rows.asBuffer();
        address = rows.address();
    }

    /** Where a kernel writes. */
    final long address() {
        return address;
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final Perception newPerception() {
        return new Perception(model, new Detections(capacity), null, null);
    }

    @Override
    public final void copyFrom(long payload, int count, Perception into) {
        Kernels.copy(address, payload, (long) Float.BYTES * rowFloats * count);
    }

    @Override
    public final int emit(int count, Geometry geometry, Perception into) {
        Detections detections = into.detections();
        detections.clear();
        if (count < 0) {
            fault = "the " + model.decoder().get("kind") + " kernel refused its arguments (" + count + ")";
            return Perceiver.FAULT;
        }
        for (int i = 0; i < count; i++) {
            emit(view, i * rowFloats, geometry, detections);
        }
        return Perceiver.OK;
    }

    /** Appends the row that begins at an index, unless nothing of it lies in the frame. */
    abstract void emit(FloatBuffer row, int at, Geometry geometry, Detections into);

    @Override
    public final String fault() {
        return fault;
    }

    @Override
    public final void close() {
        rows.close();
    }
}
