package dev.saccade.vision;

import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.FrameFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.model.InputSpec;

/** A device's plan for frames of one format. */
final class FramePlan implements FormatPlan {
    private final FrameEngine engine;
    private final FrameFormat format;
    private final Geometry geometry;
    private final int number;
    private boolean inFlight;

    private FramePlan(FrameEngine engine, FrameFormat format, Geometry geometry, int number) {
        this.engine = engine;
        this.format = format;
        this.geometry = geometry;
        this.number = number;
    }

    /** Makes a plan, or null when the geometry or the device refuses. */
    static FramePlan of(FrameEngine engine, FrameFormat format, InputSpec input) {
        Geometry geometry = Geometry.of(input, format);
        long program = ImagePreprocess.make(format, input, geometry, GpuProgram::preprocess);
        if (program == 0) {
            return null;
        }
        try {
            int number = engine.prepare(format, program);
            return number < 0 ? null : new FramePlan(engine, format, geometry, number);
        } finally {
            GpuProgram.destroy(program);
        }
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    Geometry geometry() {
        return geometry;
    }

    /** The engine's number for it. */
    int number() {
        return number;
    }

    @Override
    public boolean isInFlight() {
        return inFlight;
    }

    void inFlight(boolean isInFlight) {
        inFlight = isInFlight;
    }

    @Override
    public void close() {
        engine.forget(number);
    }
}
