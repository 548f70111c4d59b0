package dev.saccade.control;

import static dev.saccade.control.Rig.PERIOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import org.junit.jupiter.api.Test;

/** An actuator that refuses, fails, throws or blocks. */
class ActuatorFaultTest {
    @Test
    void shouldGoSafeWhenTheActuatorKeepsRefusingAndComeBackAfterIt() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.actuator.answer(Actuator.REFUSED);
        for (int i = 0; i < 6; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.counters().reason()).isEqualTo(Reason.ACTUATOR_FAULT);
        assertThat(rig.counters().sends(Actuator.REFUSED)).isEqualTo(6);
        assertThat(rig.actuator.last().safe()).isTrue();
        assertThat(rig.eventTexts()).contains("actuator faulty at tick 5: latest send refused");
        rig.actuator.answer(Actuator.SENT);
        for (int i = 0; i < 100; i++) {
            rig.see();
            rig.tick();
            assertThat(rig.counters().reason())
                    .as("sound, but not for a second")
                    .isEqualTo(Reason.ACTUATOR_FAULT);
        }
        for (int i = 0; i < 3; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.counters().mode()).isEqualTo(Mode.NOMINAL);
    }

    @Test
    void shouldForgiveASingleRefusal() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        rig.actuator.answer(Actuator.DROPPED);
        rig.see();
        rig.tick();
        rig.actuator.answer(Actuator.SENT);
        rig.see();
        rig.tick();
        assertThat(rig.counters().mode()).isEqualTo(Mode.NOMINAL);
        assertThat(rig.counters().sends(Actuator.DROPPED)).isEqualTo(1);
    }

    @Test
    void shouldGoSafeWhenTheActuatorBlocksOrThrows() {
        Rig blocking = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        blocking.actuator.onSend(() -> blocking.clock.advance(PERIOD + 1));
        Rig throwing = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
        throwing.actuator.onSend(() -> {
            throw new IllegalStateException("socket");
        });
        for (int i = 0; i < 6; i++) {
            blocking.see();
            blocking.tick();
            throwing.see();
            throwing.tick();
        }
        assertThat(blocking.counters().lateSends()).isEqualTo(6);
        assertThat(blocking.counters().reason()).isEqualTo(Reason.ACTUATOR_FAULT);
        assertThat(throwing.counters().sends(Actuator.FAILED)).isEqualTo(6);
        assertThat(throwing.counters().reason()).isEqualTo(Reason.ACTUATOR_FAULT);
    }

    @Test
    void shouldLogTheActuatorsErrorOnceAChange() {
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5));
        EventLogger logger = new EventLogger(rig.counters(), rig.agent.latch(), null, rig.actuator);
        rig.actuator.lastError("unplugged");
        String fault = "actuator faulty at tick 5: latest send failed";
        assertThat(logger.line(ControlEvents.ACTUATOR_FAULTY, Actuator.FAILED, 0, 5, 0))
                .isEqualTo(fault + ": unplugged");
        assertThat(logger.line(ControlEvents.ACTUATOR_FAULTY, Actuator.FAILED, 0, 5, 0))
                .isEqualTo(fault);
        rig.actuator.lastError("no power");
        assertThat(logger.line(ControlEvents.SKIPPED, 1, 0, 5, 0)).doesNotContain("power");
        assertThat(logger.line(ControlEvents.ACTUATOR_FAULTY, Actuator.FAILED, 0, 5, 0))
                .isEqualTo(fault + ": no power");
    }
}
