package dev.saccade.bench.gpu;

import dev.saccade.models.ModelStore;
import dev.saccade.models.PullProgress;
import java.nio.file.Path;

/** The packages that the benchmarks run. */
final class GpuModels {
    private GpuModels() {}

    /** A directory, or a name of the catalogue, which the kit holds. */
    static Path resolve(ModelStore store, String name) throws Exception {
        return store.resolveModel(name, new PullProgress() {
            @Override
            public void advanced(String asset, Phase phase, long done, long total) {}

            @Override
            public void noted(String asset, String line) {
                System.out.println(asset + ": " + line);
            }
        });
    }
}
