package dev.saccade.vision;

import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.Frame;
import dev.saccade.gpu.GpuDecoderSpec;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.time.MonotonicClock;
import java.util.List;

/**
 * Preprocess, engine and decoder on a device, in one submission. What the device cannot decode comes back as outputs and
 * is decoded here. Waits for a frame until its deadline: capture plus the engine's share of the bound; without a bound
 * until the device counts as hung.
 */
final class FramePerceiver extends ModelPerceiver {
    /** Until {@link #bounds} tells: as long as a cold start may take. */
    private static final long COLD_HANG_NS = 2_000_000_000L;

    private final FrameEngine engine;
    private final double budgetShare;
    private final PlanCache<FramePlan> plans;
    /** Null when no program decodes such outputs. */
    private final DeviceResult result;

    private volatile long budgetNs = Long.MAX_VALUE;
    private volatile long hangTimeoutNs = COLD_HANG_NS;
    private boolean isLate;
    private String lost;

    /** Takes the engine over only when it does not throw. */
    FramePerceiver(ModelPackage model, FrameEngine engine, double budgetShare)
            throws PackageException, EngineException {
        super(model, engine, false);
        this.engine = engine;
        this.budgetShare = budgetShare;
        plans = new PlanCache<>(format -> FramePlan.of(engine, format, model.input()));
        result = decodesOnDevice();
    }

    private DeviceResult decodesOnDevice() throws EngineException {
        try (GpuDecoderSpec spec = new GpuDecoderSpec()) {
            Findings findings = decoder().describe(spec);
            if (findings == null) {
                return null;
            }
            List<Output> read = outputs().read();
            spec.outputs(read.size());
            for (int i = 0; i < read.size(); i++) {
                spec.types(i, ImagePreprocess.code(read.get(i).type()))
                        .elements(i, read.get(i).elements());
            }
            long program = GpuProgram.decoder(spec);
            if (program == 0) {
                return null;
            }
            try {
                engine.decodeWith(program, outputs().indices());
                return new DeviceResult(findings, check());
            } catch (EngineException e) {
                decoder().close();
                throw e;
            } finally {
                GpuProgram.destroy(program);
            }
        }
    }

    @Override
    public void bounds(long deadlineNs, long newHangTimeoutNs) {
        budgetNs = deadlineNs == Long.MAX_VALUE ? deadlineNs : (long) (budgetShare * deadlineNs);
        hangTimeoutNs = newHangTimeoutNs;
        engine.hangTimeout(newHangTimeoutNs);
    }

    @Override
    int look(Frame frame, Perception into, MonotonicClock clock) {
        if (lost != null) {
            return fault(lost);
        }
        long leasedNs = clock.nanoTime();
        FramePlan plan = plans.of(frame.format());
        if (plan == null) {
            return fault("no preprocess on the device for frames of " + frame.format() + " to " + input().spec() + ": "
                    + engine.lastError());
        }
        int status = engine.run(plan.number(), frame, dueNs(frame, leasedNs));
        if (status != Engine.OK) {
            return ended(status, plan);
        }
        long doneNs = clock.nanoTime();
        if (isLate) {
            settle();
        }
        return hand(frame, plan.geometry(), into, leasedNs, doneNs, clock);
    }

    private long dueNs(Frame frame, long leasedNs) {
        long budget = budgetNs;
        // The engine itself ends the wait at the hang timeout.
        return budget == Long.MAX_VALUE ? leasedNs + 2 * hangTimeoutNs : frame.captureNs() + budget;
    }

    private int ended(int status, FramePlan plan) {
        if (status == Engine.MISSED) {
            isLate = true;
            plan.inFlight(true);
            return MISSED;
        }
        if (status == Engine.LOST) {
            lost = "the device is lost or hung: " + reason(status);
            return fault(lost);
        }
        return fault(reason(status));
    }

    /** A run has ended well, so none before it is in flight. */
    private void settle() {
        isLate = false;
        for (int i = 0; i < plans.size(); i++) {
            plans.get(i).inFlight(false);
        }
    }

    private int hand(
            Frame frame, Geometry geometry, Perception into, long leasedNs, long doneNs, MonotonicClock clock) {
        long address = result == null ? 0 : engine.result();
        if (address == 0) {
            if (decode(geometry, into) != OK) {
                return FAULT;
            }
            begin(frame, into, leasedNs);
            // Nothing tells the stages apart: all of it counts as inference.
            into.stages(leasedNs, doneNs, clock.nanoTime());
            return OK;
        }
        if (result.emit(address, geometry, into) != OK) {
            return fault(result.fault());
        }
        result.place(leasedNs, doneNs);
        begin(frame, into, leasedNs);
        into.stages(result.preprocessedNs(), result.inferredNs(), clock.nanoTime());
        return OK;
    }

    /** The engine frees its plans when it is closed, which waits for what is in flight. */
    @Override
    void freePlans() {
        if (result != null) {
            result.close();
        }
    }
}
