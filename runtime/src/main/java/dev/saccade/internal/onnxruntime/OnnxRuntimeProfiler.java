package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProfiler;
import dev.saccade.engine.ProfiledEngine;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks into ONNX Runtime by its own profiling. Its library loads at the first call. */
public final class OnnxRuntimeProfiler implements EngineProfiler {
    private static final String RECORDING = "profile";

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String unavailable() {
        return OrtLibrary.unavailable();
    }

    @Override
    public Map<String, List<Long>> outputSizes(Path onnx, InputSpec input, EngineOptions options)
            throws EngineException {
        requireLibrary();
        OnnxRuntimeProvider.check(onnx);
        Map<String, Long> sizes = input == null ? Map.of() : sizes(onnx, input, options);
        Map<String, List<Long>> outputs = new HashMap<>();
        try (Session session = Session.open(onnx, onnx, Ort.LEVEL_NONE, options, null, sizes)) {
            for (Session.Port port : session.ports(1)) {
                outputs.put(port.name(), Arrays.stream(port.shape()).boxed().toList());
            }
        }
        return outputs;
    }

    @Override
    public void writeGraph(Path onnx, InputSpec input, EngineOptions options, Path into) throws EngineException {
        requireLibrary();
        OnnxRuntimeProvider.check(onnx);
        Session.open(onnx, onnx, Ort.LEVEL_ALL, options, into, sizes(onnx, input, options))
                .close();
    }

    private static Map<String, Long> sizes(Path onnx, InputSpec input, EngineOptions options) throws EngineException {
        try (Session session = Session.open(onnx, onnx, Ort.LEVEL_NONE, options, null, Map.of())) {
            return new ImageInput(session, input).sizes();
        }
    }

    @Override
    public ProfiledEngine load(ModelPackage model, EngineOptions options, Path work) throws EngineException {
        requireLibrary();
        OnnxRuntimeProvider.check(model.model());
        Session session = Session.open(
                model.model(), model.model(), Ort.LEVEL_NONE, options, null, Map.of(), work.resolve(RECORDING));
        return new OrtProfiledEngine(
                OnnxRuntimeProvider.engine(model, options, OnnxRuntimeProvider.OWN_GRAPH, session), work);
    }

    private static void requireLibrary() throws EngineException {
        String missing = OrtLibrary.unavailable();
        if (missing != null) {
            throw new EngineException(true, missing, null);
        }
    }
}
