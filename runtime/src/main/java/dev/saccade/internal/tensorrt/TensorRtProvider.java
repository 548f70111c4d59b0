package dev.saccade.internal.tensorrt;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.tensorrt.cuda.CudaDevice;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceFacts;
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
        Device device;
        try {
            device = CudaDevice.open(options.index());
        } catch (DeviceException e) {
            throw new EngineException(true, "--device cuda:" + options.index() + ": " + e.getMessage(), e);
        }
        int bound = device.bind();
        if (bound != Device.OK) {
            throw new EngineException(true, "--device cuda:" + options.index() + ": " + device.error(bound), null);
        }
        DeviceFacts facts = device.facts();
        EngineTarget here = new EngineTarget("tensorrt", Libraries.version(), facts.name(), facts.capability());
        StoredEngine stored = new EngineStore(options.store()).find(model, here, options.index());
        Inference inference = new NvInference(stored.plan());
        PlanTensors.check(stored, inference);
        Engine engine = new TrtEngine(
                stored.plan().toString(),
                inference,
                device,
                options.priority(),
                PinnedFrameMemory.RANGES,
                MonotonicClock.SYSTEM,
                Pause.PARK);
        PinnedFrameMemory.serve(device);
        return engine;
    }
}
