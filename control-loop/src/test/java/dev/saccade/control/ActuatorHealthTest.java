package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActuatorHealthTest {
    private static final long TICK = 10 * MS;

    private final ActuatorHealth health = new ActuatorHealth();
    private long nowNs = -5;

    private boolean send(boolean sound) {
        nowNs += TICK;
        return health.sent(sound, false, nowNs);
    }

    private void fail() {
        int sends = 0;
        while (!send(false)) {
            sends++;
        }
        assertThat(sends).isEqualTo(ActuatorHealth.MOST_FAILED);
    }

    /** @return how long the fault lasted while every send was sound, ns */
    private long recover() {
        long fromNs = nowNs;
        while (health.isFaulty()) {
            assertThat(send(true)).isFalse();
        }
        return nowNs - fromNs;
    }

    @Test
    void shouldForgiveAFewUnsoundSends() {
        for (int i = 0; i < 200; i++) {
            assertThat(send(i % ActuatorHealth.WINDOW >= ActuatorHealth.MOST_FAILED))
                    .isFalse();
        }
    }

    @Test
    void shouldHoldAFaultUntilSendsWereSoundForAWhile() {
        fail();
        for (int i = 0; i < 50; i++) {
            send(true);
        }
        assertThat(health.isFaulty()).isTrue();
        send(false);
        assertThat(recover()).as("counted from the last unsound one").isEqualTo(ActuatorHealth.FIRST_HOLD_NS);
    }

    @Test
    void shouldHoldTwiceAsLongEachTimeItComesBackSoonAndForgetAfterALongWhile() {
        long holdNs = ActuatorHealth.FIRST_HOLD_NS;
        for (int i = 0; i < 8; i++) {
            fail();
            assertThat(recover()).isEqualTo(Math.min(ActuatorHealth.LONGEST_HOLD_NS, holdNs));
            holdNs *= 2;
        }
        nowNs += ActuatorHealth.LONGEST_HOLD_NS;
        fail();
        assertThat(recover()).isEqualTo(ActuatorHealth.FIRST_HOLD_NS);
    }

    @Test
    void shouldBeFaultyAtOnceWhenHeldUpAndSoundAtOnceWhenForgiven() {
        assertThat(health.sent(true, true, nowNs)).isTrue();
        assertThat(health.isFaulty()).isTrue();
        health.forgive();
        assertThat(health.isFaulty()).isFalse();
        fail();
    }
}
