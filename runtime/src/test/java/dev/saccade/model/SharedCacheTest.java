package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedCacheTest {
    @Test
    void shouldPreferOurVariableThenTheDesktopsThenHome() {
        Map<String, String> both = Map.of("SACCADE_CACHE", "/own", "XDG_CACHE_HOME", "/shared");

        assertThat(SharedCache.directory(both, "/home/me", "graphs")).isEqualTo(Path.of("/own/graphs"));
        assertThat(SharedCache.directory(Map.of("XDG_CACHE_HOME", "/shared"), "/home/me", "graphs"))
                .isEqualTo(Path.of("/shared/saccade/graphs"));
        assertThat(SharedCache.directory(Map.of(), "/home/me", "graphs"))
                .isEqualTo(Path.of("/home/me/.cache/saccade/graphs"));
    }

    @Test
    void shouldIgnoreEmptyAndRelativeValues() {
        Map<String, String> useless = Map.of("SACCADE_CACHE", "", "XDG_CACHE_HOME", "relative");

        assertThat(SharedCache.directory(useless, "/home/me", "graphs"))
                .isEqualTo(Path.of("/home/me/.cache/saccade/graphs"));
    }
}
