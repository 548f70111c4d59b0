package dev.saccade.control.mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.vision.Freshness;
import org.junit.jupiter.api.Test;

class ModeRulesTest {
    private final ModeRules rules = new ModeRules(50, 100, 3);

    @Test
    void shouldJudgeByAgeWithBothBoundsIncluded() {
        assertThat(rules.judge(true, 0)).isEqualTo(Reason.NONE);
        assertThat(rules.judge(true, 50)).isEqualTo(Reason.NONE);
        assertThat(rules.judge(true, 51)).isEqualTo(Reason.PERCEPTION_STALE);
        assertThat(rules.judge(true, 100)).isEqualTo(Reason.PERCEPTION_STALE);
        assertThat(rules.judge(true, 101)).isEqualTo(Reason.PERCEPTION_LOST);
        assertThat(rules.judge(true, Long.MAX_VALUE)).isEqualTo(Reason.PERCEPTION_LOST);
        assertThat(rules.judge(true, -50)).isEqualTo(Reason.NONE);
        assertThat(rules.judge(true, -51)).isEqualTo(Reason.CAPTURE_TIME);
        assertThat(rules.judge(false, 0)).isEqualTo(Reason.NOT_SEEN_YET);
    }

    @Test
    void shouldTellFreshFromStaleFromNone() {
        assertThat(rules.freshness(false, 0)).isEqualTo(Freshness.NONE);
        assertThat(rules.freshness(true, 50)).isEqualTo(Freshness.FRESH);
        assertThat(rules.freshness(true, 51)).isEqualTo(Freshness.STALE);
        assertThat(rules.freshness(true, -51)).isEqualTo(Freshness.STALE);
    }

    @Test
    void shouldRefuseAgesThatContradictOneAnother() {
        assertThatThrownBy(() -> new ModeRules(50_000_000, 50_000_000, 1))
                .hasMessage("safeAfter of 50.0 ms is not above maxAge of 50.0 ms: raise safeAfter, or lower maxAge");
        assertThatThrownBy(() -> new ModeRules(0, 1, 1)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> new ModeRules(1, 2, 0)).hasMessageContaining("at least 1");
    }

    @Test
    void shouldOrderReasonsByTheModesTheyCallFor() {
        Reason[] all = Reason.values();
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i].code()).isEqualTo(i);
            assertThat(Reason.of(i)).isSameAs(all[i]);
            if (i > 0) {
                assertThat(all[i - 1].mode().isWorseThan(all[i].mode()))
                        .as(all[i].name())
                        .isFalse();
            }
        }
        for (Mode mode : Mode.values()) {
            assertThat(Mode.of(mode.code())).isSameAs(mode);
        }
    }
}
