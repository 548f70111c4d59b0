package dev.saccade.engine;

import java.util.Optional;
import java.util.ServiceLoader;

/** Finds what tells how back ends run networks. */
public final class EngineProfilers {
    private EngineProfilers() {}

    /**
     * The profiler of a back end; whether it can be used here it says itself.
     *
     * @param backend not {@link Backend#AUTO}
     * @return the profiler; empty when the back end has none
     */
    public static Optional<EngineProfiler> of(Backend backend) {
        for (EngineProfiler profiler :
                ServiceLoader.load(EngineProfiler.class, EngineProfilers.class.getClassLoader())) {
            if (profiler.backend() == backend) {
                return Optional.of(profiler);
            }
        }
        return Optional.empty();
    }
}
