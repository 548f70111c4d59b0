package dev.saccade.internal.tensorrt.build;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.tensorrt.Libraries;
import dev.saccade.internal.tensorrt.OpenDevice;
import dev.saccade.model.ModelPackage;
import java.util.Map;

/** Compiles for NVIDIA GPUs. Touches no CUDA class before the driver has answered. */
public final class TensorRtEngineBuilder implements EngineBuilder {
    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public String unavailable() {
        return Libraries.unavailable();
    }

    @Override
    public EngineTarget target(int device) throws EngineException {
        Libraries.checkDevice(device);
        return OpenDevice.open(device).target();
    }

    @Override
    public Map<String, String> options(BuildOptions options) {
        return TensorRtBuild.optionsByName(options);
    }

    @Override
    public StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress) throws EngineException {
        EngineTarget target = target(options.device());
        try {
            Libraries.loadBuilder();
        } catch (LinkageError e) {
            throw new EngineException(
                    true,
                    "TensorRT: the builder's libraries are absent (" + e.getMessage()
                            + "): start with SACCADE_PROFILE=gpu, or install libnvinfer and libnvonnxparser of version "
                            + target.version(),
                    e);
        }
        try (TrtLibrary library = new TrtLibrary()) {
            return new TensorRtBuild(library, model, target, options, progress).run();
        }
    }
}
