package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MissWindowTest {
    private final MissWindow window = new MissWindow(3, 10);

    @Test
    void shouldBeRaisedByNOfMAndLoweredOnlyWhenFewAreLeft() {
        add(true, 2);
        add(false, 8);
        assertThat(window.isRaised()).isFalse();
        assertThat(window.add(true)).as("the oldest has left").isFalse();
        assertThat(window.add(true)).isFalse();
        assertThat(window.add(true)).isTrue();
        assertThat(window.add(true)).as("already").isFalse();
        add(false, 8);
        assertThat(window.isRaised()).as("two are left").isTrue();
        add(false, 1);
        assertThat(window.isRaised()).isFalse();
    }

    @Test
    void shouldLookBackOnTheLongestWindow() {
        MissWindow longest = new MissWindow(1, MissWindow.LONGEST);
        longest.add(true);
        for (int i = 1; i < MissWindow.LONGEST; i++) {
            longest.add(false);
            assertThat(longest.isRaised()).isTrue();
        }
        longest.add(false);
        assertThat(longest.isRaised()).isFalse();
    }

    @Test
    void shouldForget() {
        add(true, 5);
        window.clear();
        assertThat(window.isRaised()).isFalse();
        add(true, 2);
        assertThat(window.isRaised()).isFalse();
    }

    @Test
    void shouldRefuseWhatCanNeverBe() {
        assertThatThrownBy(() -> new MissWindow(4, 3)).hasMessageContaining("4 of 3");
        assertThatThrownBy(() -> new MissWindow(0, 3)).hasMessageContaining("0 of 3");
        assertThatThrownBy(() -> new MissWindow(1, 65)).hasMessageContaining("at most 64");
    }

    private void add(boolean miss, int times) {
        for (int i = 0; i < times; i++) {
            window.add(miss);
        }
    }
}
