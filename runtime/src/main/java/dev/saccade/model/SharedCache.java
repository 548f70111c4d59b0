package dev.saccade.model;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where files that can be made or fetched again are kept, shared by every program of the user:
 * {@code $SACCADE_CACHE}, otherwise {@code $XDG_CACHE_HOME/saccade}, otherwise {@code ~/.cache/saccade} (XDG Base
 * Directory Specification). Nothing is created here.
 */
public final class SharedCache {
    private SharedCache() {}

    /**
     * A directory of the cache.
     *
     * @param name what lies in it, such as {@code graphs}
     * @return its path, which may not exist yet
     */
    public static Path directory(String name) {
        return directory(System.getenv(), System.getProperty("user.home"), name);
    }

    /**
     * The whole cache, for a given environment.
     *
     * @param environment variables of a process
     * @return its path, which may not exist yet
     */
    public static Path root(Map<String, String> environment) {
        return root(environment, System.getProperty("user.home"));
    }

    static Path directory(Map<String, String> environment, String home, String name) {
        return root(environment, home).resolve(name);
    }

    private static Path root(Map<String, String> environment, String home) {
        String own = environment.getOrDefault("SACCADE_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification tells programs to ignore a relative path here.
        Path base = !shared.isEmpty() && Path.of(shared).isAbsolute() ? Path.of(shared) : Path.of(home, ".cache");
        return base.resolve("saccade");
    }
}
