package dev.saccade.engine;

import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageDirectory;
import dev.saccade.model.PackageHashes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A package, a machine, and engines of made-up bytes that belong to both. */
final class StoreRig {
    static final EngineTarget HERE = new EngineTarget("tensorrt", "10.6.0", "NVIDIA H100 80GB HBM3", "9.0");
    static final Map<String, String> OPTIONS =
            Map.of("typing", "strong", "workspace", "0", "level", "3", "dla", "none");

    final EngineStore store;
    final PackageDirectory files;

    StoreRig(Path root) throws IOException {
        store = new EngineStore(root.resolve("engines"));
        files = new PackageDirectory(Files.createDirectories(root.resolve("package")));
        weights(1);
    }

    /** Trains the model anew: other weights, the same shapes. */
    void weights(float value) {
        files.file("model.onnx", graph(value).bytes());
    }

    static OnnxGraph graph(float value) {
        return new OnnxGraph()
                .input("image", OnnxGraph.FLOAT, "N", 3, 384, 512)
                .output("hm", OnnxGraph.FLOAT, 1, 80, 96, 128)
                .output("wh", OnnxGraph.FLOAT, 1, 2, 96, 128)
                .floats("w", new long[] {1}, value)
                .node("Mul", List.of("image", "w"), List.of("hm"));
    }

    ModelPackage model() throws Exception {
        return ModelPackages.read(files.path());
    }

    static EngineManifest manifest(ModelPackage model, EngineTarget target, String planSha256, String builtAt)
            throws Exception {
        return new EngineManifest(
                model.name(),
                model.identity(),
                PackageHashes.of(model),
                List.of("image FLOAT32[1, 3, 384, 512]"),
                List.of("hm FLOAT32[1, 80, 96, 128]", "wh FLOAT32[1, 2, 96, 128]"),
                OnnxSummary.read(model.model()).precision(),
                List.of(),
                target,
                OPTIONS,
                planSha256,
                builtAt);
    }

    /** Publishes an engine for the package as it is now. */
    StoredEngine publish(String plan, String builtAt, EngineTarget target) throws Exception {
        return publish(store, model(), plan, builtAt, target);
    }

    static StoredEngine publish(EngineStore store, ModelPackage model, String plan, String builtAt, EngineTarget target)
            throws Exception {
        try (EngineDraft draft = store.draft()) {
            Files.writeString(draft.plan(), plan);
            return draft.publish(manifest(model, target, draft.planSha256(), builtAt));
        }
    }

    StoredEngine publish() throws Exception {
        return publish("a plan", "2026-01-02T03:04:05Z", HERE);
    }

    static Path manifestOf(StoredEngine engine) {
        return engine.plan().resolveSibling(ManifestFile.NAME);
    }

    /** Replaces text of a published manifest, which must be there. */
    static void edit(StoredEngine engine, String old, String by) throws IOException {
        String text = Files.readString(manifestOf(engine));
        if (!text.contains(old)) {
            throw new IllegalArgumentException("no '" + old + "' in " + text);
        }
        Files.writeString(manifestOf(engine), text.replace(old, by));
    }
}
