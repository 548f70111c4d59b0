package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineDraft;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.PackageHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes engines of made-up bytes that fit their package and one made-up GPU. */
final class MadeUpBuilder implements EngineBuilder {
    static final EngineTarget TARGET = new EngineTarget("tensorrt", "10.6.0", "Made-up GPU", "9.0");

    final List<BuildOptions> built = new ArrayList<>();
    String unavailable;

    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public String unavailable() {
        return unavailable;
    }

    @Override
    public EngineTarget target(int device) throws EngineException {
        if (device > 0) {
            throw new EngineException(true, "cuda:" + device + ": no such GPU", null);
        }
        return TARGET;
    }

    @Override
    public Map<String, String> options(BuildOptions options) {
        return Map.of("typing", "strong");
    }

    @Override
    public StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress) throws EngineException {
        built.add(options);
        return build(model, options, progress, TARGET);
    }

    static StoredEngine build(ModelPackage model, BuildOptions options, BuildProgress progress, EngineTarget target)
            throws EngineException {
        progress.step("making up", 0, 1);
        try (EngineDraft draft = new EngineStore(options.store()).draft()) {
            Files.writeString(draft.plan(), "plan of " + model.name());
            OnnxSummary summary = OnnxSummary.read(model.model());
            return draft.publish(new EngineManifest(
                    model.name(),
                    model.identity(),
                    PackageHashes.of(model),
                    summary.inputs().stream().map(Object::toString).toList(),
                    summary.outputs().stream().map(Object::toString).toList(),
                    summary.precision(),
                    summary.plugins(),
                    target,
                    Map.of("typing", "strong"),
                    draft.planSha256(),
                    "2026-01-02T03:04:05Z"));
        } catch (IOException | PackageException e) {
            throw new EngineException(false, e.getMessage(), e);
        }
    }
}
