package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Engine;
import java.nio.file.Path;

/** One of several processes that load the same model over the same cache. */
final class CacheRace {
    private CacheRace() {}

    public static void main(String[] args) throws Exception {
        int failures = 0;
        for (int i = 0; i < 10; i++) {
            try (Engine engine = new OnnxRuntimeProvider()
                    .load(Packages.of(Path.of(args[0]), 4, 2, "race" + i), Packages.options(Path.of(args[1])))) {
                failures += engine.run() == Engine.OK ? 0 : 1;
            }
        }
        System.out.println("failures " + failures);
    }
}
