package dev.saccade.internal.tensorrt;

import dev.saccade.engine.Backend;
import dev.saccade.engine.CheckedEngine;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.tensorrt.run.Inference;
import dev.saccade.internal.tensorrt.run.Pause;
import dev.saccade.internal.tensorrt.run.TrtEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.time.MonotonicClock;

/** The GPU back end. Touches no CUDA class before the driver has answered. */
public final class TensorRtProvider implements EngineProvider {
    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public int priority() {
        return 100;
    }

    @Override
    public String unavailable() {
        return Libraries.unavailable();
    }

    @Override
    public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
        Libraries.checkDevice(options.device().index());
        return onDevice(model, options.device());
    }

    private static Engine onDevice(ModelPackage model, DeviceOptions options) throws EngineException {
        OpenDevice gpu = OpenDevice.open(options.index());
        EngineStore store = new EngineStore(options.store());
        StoredEngine stored;
        Inference inference;
        try (CheckedEngine checked = store.open(model, gpu.target(), options.index())) {
            stored = checked.stored();
            inference = new NvInference(stored.plan().toString(), checked.plan());
        }
        PlanTensors.check(stored, inference);
        Engine engine = new TrtEngine(
                stored.plan().toString(),
                inference,
                gpu.device(),
                options.priority(),
                PinnedFrameMemory.RANGES,
                MonotonicClock.SYSTEM,
                Pause.PARK);
        PinnedFrameMemory.serve(gpu.device());
        return engine;
    }
}
