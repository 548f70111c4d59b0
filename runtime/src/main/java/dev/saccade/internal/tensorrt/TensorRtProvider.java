package dev.saccade.internal.tensorrt;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.model.ModelPackage;
import dev.saccade.posix.Posix;

/** The GPU back end. It asks the driver only, and touches no CUDA class: those fail to load where there is no driver. */
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
        return Asked.REASON;
    }

    @Override
    public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
        throw new EngineException(true, unavailable(), null);
    }

    /** The driver's answer, asked for once a process. */
    private static final class Asked {
        static final String REASON = ask();

        private static String ask() {
            try {
                return Driver.explain(Posix.cudaDevices());
            } catch (LinkageError e) {
                return "TensorRT: the driver cannot be asked, our native library does not load (" + e.getMessage()
                        + "): build it with mvn process-classes, or run with --backend cpu";
            }
        }
    }
}
