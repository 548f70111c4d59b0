package dev.saccade.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WaveTest {
    @Test
    void shouldFollowTheSine() {
        for (int i = -4_000; i <= 4_000; i++) {
            double angle = i * 0.137;
            assertThat(Wave.sin(angle)).isCloseTo(StrictMath.sin(angle), within(4e-6));
            assertThat(Wave.cos(angle)).isCloseTo(StrictMath.cos(angle), within(4e-6));
        }
        assertThat(Wave.sin(1e6)).isCloseTo(StrictMath.sin(1e6), within(4e-6));
    }
}
