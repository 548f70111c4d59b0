package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LevelTest {
    @AfterEach
    void restore() {
        Levels.restore();
    }

    @Test
    void shouldChooseTheBestLevelAtLoad() {
        if (System.getProperty("saccade.kernels.level") == null) {
            assertThat(Kernels.level()).isEqualTo(Kernels.supported());
        }
        assertThat(Kernels.supported()).isPositive();
    }

    @Test
    void shouldKeepTheLevelWhenTheWantedOneDoesNotExist() {
        int before = Kernels.level();
        assertThat(Kernels.force(9)).isEqualTo(before);
        assertThat(Kernels.force(0)).isEqualTo(before);
        assertThat(Kernels.level()).isEqualTo(before);
    }

    @Test
    void shouldRunAndReportTheForcedLevel() {
        for (int level : Levels.usable()) {
            assertThat(Kernels.force(level)).isEqualTo(level);
            assertThat(Kernels.level()).isEqualTo(level);
            try (GuardedBytes values = GuardedBytes.of(1, 2, 3);
                    GuardedBytes mask = new GuardedBytes(3, 0)) {
                assertThat(Postprocess.thresholdMask(values.address(), 3, 2, mask.address()))
                        .isEqualTo(level);
                assertThat(mask.bytes()).containsExactly(0, 1, 1);
            }
            assertThat(Kernels.levelOf("thresholdMask")).isEqualTo(level);
        }
    }

    @Test
    void shouldCopyAndLeaveEvictedMemoryAsItWas() {
        try (GuardedBytes a = GuardedBytes.of(1, 2, 3, 4, 5);
                GuardedBytes b = GuardedBytes.floats(5)) {
            Kernels.copy(b.address(), a.address(), 20);
            Kernels.evict(b.address(), 20);
            assertThat(b.bytes()).isEqualTo(a.bytes());
            assertThat(b.intact()).isTrue();
        }
    }
}
