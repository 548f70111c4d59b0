package dev.saccade.control.mode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ModeLogicTest {
    private static final int RECOVER = 3;

    private final ModeLogic logic = new ModeLogic();

    @Test
    void shouldBeginSafe() {
        assertThat(logic.mode()).isEqualTo(Mode.SAFE);
        assertThat(logic.reason()).isEqualTo(Reason.NOT_SEEN_YET);
    }

    @Test
    void shouldTakeAWorseModeAtOnceAndABetterOneAfterResultsInARow() {
        results(RECOVER - 1, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.SAFE);
        ticks(100, Reason.NONE);
        assertThat(logic.mode()).as("ticks without results do not count").isEqualTo(Mode.SAFE);
        results(1, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.NOMINAL);
        ticks(1, Reason.PERCEPTION_STALE);
        assertThat(logic.mode()).isEqualTo(Mode.DEGRADED);
        ticks(1, Reason.ACTUATOR_FAULT);
        assertThat(logic.mode()).isEqualTo(Mode.SAFE);
        assertThat(logic.reason()).isEqualTo(Reason.ACTUATOR_FAULT);
    }

    @Test
    void shouldBeginCountingAnewWhenTheReasonReturns() {
        results(RECOVER - 1, Reason.NONE);
        ticks(1, Reason.COMMAND_INVALID);
        results(RECOVER - 1, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.SAFE);
        results(1, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.NOMINAL);
    }

    @Test
    void shouldComeBackOnlyAsFarAsTheWorstOfTheWindowAllows() {
        results(1, Reason.NONE);
        ticks(1, Reason.PERCEPTION_STALE);
        results(RECOVER - 1, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.DEGRADED);
        assertThat(logic.reason()).as("fresh, but not for long enough").isEqualTo(Reason.RECOVERING);
        ticks(1, Reason.PERCEPTION_STALE);
        assertThat(logic.reason()).isEqualTo(Reason.PERCEPTION_STALE);
        results(RECOVER, Reason.NONE);
        assertThat(logic.mode()).isEqualTo(Mode.NOMINAL);
    }

    @Test
    void shouldHoldItsInvariantsOverHoursOfRandomStreams() {
        long seed = 20261123;
        Random random = new Random(seed);
        ModeRules rules = new ModeRules(50_000_000, 100_000_000, RECOVER);
        long nowNs = 0;
        long captureNs = -1;
        int freshInARow = 0;
        int changes = 0;
        // Ten hours at 100 Hz; frames come every 33 ms, with outages of up to half a second.
        long nextFrameNs = 0;
        for (long tick = 0; tick < 3_600_000; tick++, nowNs += 10_000_000) {
            boolean arrived = nowNs >= nextFrameNs;
            if (arrived) {
                captureNs = nowNs - random.nextInt(30_000_000);
                nextFrameNs = nowNs + (random.nextInt(50) == 0 ? random.nextInt(500_000_000) : 33_000_000);
            }
            Reason worst = rules.judge(captureNs >= 0, nowNs - captureNs);
            Mode before = logic.mode();
            logic.step(worst, arrived, RECOVER);

            freshInARow = worst == Reason.NONE ? freshInARow + (arrived ? 1 : 0) : 0;
            String at = "seed " + seed + " tick " + tick;
            if (worst.mode().isWorseThan(logic.mode())) {
                throw new AssertionError(at + ": " + logic.mode() + " in spite of " + worst);
            }
            if (before.isWorseThan(logic.mode()) && logic.mode() == Mode.NOMINAL && freshInARow < RECOVER) {
                throw new AssertionError(at + ": back after " + freshInARow + " fresh results");
            }
            changes += before == logic.mode() ? 0 : 1;
        }
        assertThat(changes).as("the stream exercised the rules, seed " + seed).isGreaterThan(1_000);
    }

    private void results(int n, Reason worst) {
        for (int i = 0; i < n; i++) {
            logic.step(worst, true, RECOVER);
        }
    }

    private void ticks(int n, Reason worst) {
        for (int i = 0; i < n; i++) {
            logic.step(worst, false, RECOVER);
        }
    }
}
