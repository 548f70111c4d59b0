package dev.saccade.models.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which runs a share chooses. */
class RunShareTest {
    @Test
    void shouldChooseTheSameEverywhere() {
        // The first 53 bits of: printf 'rover-7\0landing-pad\00042\0' | sha256sum
        assertThat(RunShare.place("rover-7", "landing-pad", "42")).isEqualTo(KNOWN);
        assertThat(RunShare.isChosen("rover-7", "landing-pad", "42", KNOWN)).isFalse();
        assertThat(RunShare.isChosen("rover-7", "landing-pad", "42", Math.nextUp(KNOWN)))
                .isTrue();
    }

    @Test
    void shouldChooseTheShareOfRuns() {
        int chosen = 0;
        int also = 0;
        for (int run = 0; run < 10_000; run++) {
            boolean tenth = RunShare.isChosen("rover-7", "landing-pad", Integer.toString(run), 0.1);
            boolean half = RunShare.isChosen("rover-7", "landing-pad", Integer.toString(run), 0.5);
            assertThat(half || !tenth)
                    .as("run %d: a greater share keeps it", run)
                    .isTrue();
            chosen += tenth ? 1 : 0;
            also += half ? 1 : 0;
        }
        assertThat(chosen).isBetween(900, 1_100);
        assertThat(also).isBetween(4_800, 5_200);
        assertThat(RunShare.isChosen("a", "b", "c", 0)).isFalse();
        assertThat(RunShare.isChosen("a", "b", "c", 1)).isTrue();
    }

    @Test
    void shouldTellVehiclesModelsAndRunsApart() {
        double place = RunShare.place("ab", "c", "d");
        assertThat(RunShare.place("a", "bc", "d")).isNotEqualTo(place);
        assertThat(RunShare.place("ab", "d", "c")).isNotEqualTo(place);
        assertThat(RunShare.place("ab", "c", "e")).isNotEqualTo(place);
    }

    private static final double KNOWN = 0x1p-53 * 2769874057109482L;
}
