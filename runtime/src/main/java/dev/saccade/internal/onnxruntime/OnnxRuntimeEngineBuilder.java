package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineDraft;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.onnx.OnnxLayers;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.PackageHashes;
import dev.saccade.tensor.Tensor;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Keeps the graph that ONNX Runtime optimised for this machine's processor as an engine. */
public final class OnnxRuntimeEngineBuilder implements EngineBuilder {
    private static final int STEPS = 4;

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String unavailable() {
        return OrtLibrary.unavailable();
    }

    @Override
    public EngineTarget target(int device) throws EngineException {
        String missing = OrtLibrary.unavailable();
        if (missing != null) {
            throw new EngineException(true, missing, null);
        }
        return InstructionSet.target();
    }

    @Override
    public Map<String, String> options(BuildOptions options) {
        return Map.of("typing", "strong", "level", "all");
    }

    @Override
    public StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress) throws EngineException {
        EngineTarget target = target(options.device());
        step(model, progress, "reading", 0);
        OnnxRuntimeProvider.check(model.model());
        EngineOptions plain = new EngineOptions(1, false, -1, null);
        try (EngineDraft draft = new EngineStore(options.store()).draft()) {
            OnnxSummary summary = OnnxSummary.read(model.model());
            PackageHashes hashes = PackageHashes.of(model);
            step(model, progress, "optimising", 1);
            List<String> inputs;
            List<String> outputs;
            try (Engine engine = OnnxRuntimeProvider.optimise(model, plain, draft.plan())) {
                inputs = texts(engine.inputs());
                outputs = texts(engine.outputs());
            }
            step(model, progress, "checking", 2);
            draft.layers(OnnxLayers.json(draft.plan()));
            // A graph that does not load where it was made is never published.
            Session.open(draft.plan(), draft.plan(), Ort.LEVEL_NONE, plain, null, Map.of())
                    .close();
            step(model, progress, "publishing", 3);
            return draft.publish(new EngineManifest(
                    model.name(),
                    model.identity(),
                    hashes,
                    inputs,
                    outputs,
                    summary.precision(),
                    summary.plugins(),
                    target,
                    options(options),
                    draft.planSha256(),
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
        } catch (IOException | PackageException e) {
            throw new EngineException(false, e.getMessage(), e);
        }
    }

    private static List<String> texts(List<Tensor> tensors) {
        return tensors.stream().map(t -> t.spec().toString()).toList();
    }

    private static void step(ModelPackage model, BuildProgress progress, String phase, int step)
            throws EngineException {
        if (!progress.step(phase, step, STEPS)) {
            throw new EngineException(false, model.name() + ": the build was given up; start it again", null);
        }
    }
}
