package dev.saccade.bench.gpu;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.StoredEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelStore;
import java.nio.file.Files;
import java.util.ServiceLoader;

/** Compiles packages for the first GPU into the store of engines, and tells how long each took. */
public final class GpuCompile {
    private static final String USAGE = "GpuCompile PACKAGE... [--json FILE]";

    private GpuCompile() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when a package is refused
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE);
        Results results = new Results(options.json());
        ModelStore store = ModelStore.open();
        for (String name : options.words()) {
            compile(ModelPackages.read(GpuModels.resolve(store, name)), results);
        }
        System.exit(results.end());
    }

    static void compile(ModelPackage model, Results results) throws Exception {
        EngineBuilder builder = ServiceLoader.load(EngineBuilder.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(b -> b.backend() == Backend.TENSORRT)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine builder is on the class path"));
        if (builder.unavailable() != null) {
            throw new IllegalStateException(builder.unavailable());
        }
        long beganNs = System.nanoTime();
        StoredEngine engine = builder.build(
                model, new BuildOptions(0, -1, 0, -1, SharedCache.directory("engines")), (phase, step, steps) -> true);
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        long bytes = Files.size(engine.plan());
        results.line(
                "%s, %s: %.1f s, %.1f MB, for %s",
                model.name(),
                engine.manifest().precision(),
                seconds,
                bytes / 1e6,
                engine.manifest().target());
        results.values(model.name())
                .put("seconds", seconds)
                .put("bytes", bytes)
                .put("precision", engine.manifest().precision());
    }
}
