package dev.saccade.vision;

import dev.saccade.engine.Engine;
import dev.saccade.frame.Frame;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.time.MonotonicClock;

/** Preprocess and decoder on this thread, around any engine. */
final class EnginePerceiver extends ModelPerceiver {
    private final Engine engine;
    private final PlanCache<PreprocessPlan> plans;

    /** Takes the engine over only when it does not throw. */
    EnginePerceiver(ModelPackage model, Engine engine, boolean standsIn) throws PackageException {
        super(model, engine, standsIn);
        this.engine = engine;
        plans = new PlanCache<>(format -> PreprocessPlan.of(format, model.input()));
    }

    @Override
    int look(Frame frame, Perception into, MonotonicClock clock) {
        long leasedNs = clock.nanoTime();
        PreprocessPlan plan = plans.of(frame.format());
        if (plan == null) {
            return fault("no preprocess for frames of " + frame.format() + " to " + input().spec());
        }
        if (plan.run(frame, input().address()) < 0) {
            return fault("frame " + frame.sequence() + " of " + frame.format() + " has an invalid address or stride");
        }
        long preprocessedNs = clock.nanoTime();
        int status = engine.run();
        if (status == Engine.MISSED) {
            return MISSED;
        }
        if (status != Engine.OK) {
            return fault(reason(status));
        }
        long inferredNs = clock.nanoTime();
        if (decode(plan.geometry(), into) != OK) {
            return FAULT;
        }
        begin(frame, into, leasedNs);
        into.stages(preprocessedNs, inferredNs, clock.nanoTime());
        return OK;
    }

    @Override
    void freePlans() {
        plans.close();
    }
}
