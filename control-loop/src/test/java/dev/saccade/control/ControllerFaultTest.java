package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A controller that throws, keeps its view, commands nonsense or takes too long. */
class ControllerFaultTest {
    @Test
    void shouldLatchSafeWhenTheControllerThrowsAndLiveOn() {
        IllegalStateException thrown = new IllegalStateException("controller");
        boolean[] broken = {true};
        Rig rig = new Rig((seen, in, cmd) -> {
                    cmd.speed(0.5);
                    if (broken[0]) {
                        throw thrown;
                    }
                })
                .armed();
        for (int i = 0; i < 20; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.actuator.sent()).hasSize(20).allMatch(RecordingActuator.Sent::safe);
        assertThat(rig.counters().controllerFaults()).isEqualTo(1);
        assertThat(rig.counters().firstControllerFault()).isSameAs(thrown);
        assertThat(rig.counters().reason()).isEqualTo(Reason.CONTROLLER_FAULT);

        broken[0] = false;
        rig.agent.rearm();
        for (int i = 0; i < 3; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.actuator.last().mode()).isEqualTo(Mode.NOMINAL);
    }

    @Test
    void shouldLatchSafeWhenTheControllerWithoutPerceptionThrows() {
        Rig rig = new Rig(
                        (seen, in, cmd) -> cmd.speed(0.5),
                        (in, cmd) -> {
                            throw new StackOverflowError("degraded");
                        },
                        CommandLimits.none(),
                        List.of(),
                        0)
                .nominal();
        rig.ticks(7);
        assertThat(rig.counters().reason()).isEqualTo(Reason.CONTROLLER_FAULT);
        assertThat(rig.actuator.last().safe()).isTrue();
    }

    @Test
    void shouldLatchSafeWhenAControllerKeepsItsViewEvenIfItHidesTheException() {
        Seen[] kept = {null};
        Rig rig = new Rig((seen, in, cmd) -> {
                    if (kept[0] != null) {
                        try {
                            cmd.speed(kept[0].count());
                        } catch (IllegalStateException hidden) {
                            cmd.speed(1);
                        }
                    }
                    kept[0] = seen;
                })
                .nominal();
        rig.see();
        rig.tick();
        assertThat(rig.counters().reason()).isEqualTo(Reason.VIEW_KEPT);
        assertThat(rig.actuator.last().safe()).isTrue();
        for (int i = 0; i < 10; i++) {
            rig.see();
            rig.tick();
        }
        assertThat(rig.counters().reason()).isEqualTo(Reason.VIEW_KEPT);
    }

    @Test
    void shouldLatchSafeWhenAnotherThreadUsesTheView() throws InterruptedException {
        Seen[] kept = {null};
        Throwable[] caught = {null};
        Rig rig = new Rig((seen, in, cmd) -> kept[0] = seen).nominal();
        Thread other = new Thread(() -> kept[0].largest("person"));
        other.setUncaughtExceptionHandler((thread, thrown) -> caught[0] = thrown);
        other.start();
        other.join();
        assertThat(caught[0]).isInstanceOf(IllegalStateException.class).hasMessageContaining("after its call");
        rig.tick();
        assertThat(rig.counters().reason()).isEqualTo(Reason.VIEW_KEPT);
    }

    @Test
    void shouldRejectACommandThatIsNotFiniteAndCount() {
        double[] speed = {Double.NaN};
        Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.1).yawRate(speed[0])).armed();
        for (double unsound : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            speed[0] = unsound;
            rig.see();
            rig.tick();
            rig.see();
            rig.tick();
            assertThat(rig.actuator.last().safe()).isTrue();
            assertThat(rig.counters().reason()).isEqualTo(Reason.COMMAND_INVALID);
        }
        assertThat(rig.counters().invalidCommands()).isEqualTo(3);
        assertThat(rig.eventTexts()).contains("command rejected at tick 1: axis 1 is NaN");
        speed[0] = 0.3;
        rig.see();
        rig.tick();
        rig.see();
        rig.tick();
        assertThat(rig.actuator.last().yawRate()).isEqualTo(0.3);
    }

    @Test
    void shouldFaultOnASensorThatIsNotRegistered() {
        Rig rig = new Rig((seen, in, cmd) -> in.sensor("odometry")).nominalOrFault();
        assertThat(rig.counters().firstControllerFault())
                .hasMessage("no sensor 'odometry' is registered with the loop; registered: none");
    }

    @Test
    void shouldSendNoCommandThatWasDecidedTooLate() {
        long[] takesNs = {0};
        Rig[] rig = {null};
        rig[0] = new Rig((seen, in, cmd) -> {
            cmd.speed(0.5);
            rig[0].clock.advance(takesNs[0]);
        });
        rig[0].nominal();
        takesNs[0] = 50 * MS;
        rig[0].see();
        rig[0].tick();
        assertThat(rig[0].actuator.last().safe()).as("exactly the maximum age").isFalse();
        assertThat(rig[0].counters().expiredCommands()).isZero();
        takesNs[0] = 50 * MS + 1;
        rig[0].see();
        rig[0].tick();
        assertThat(rig[0].actuator.last().safe()).isTrue();
        assertThat(rig[0].actuator.last().mode()).isEqualTo(Mode.DEGRADED);
        assertThat(rig[0].counters().reason()).isEqualTo(Reason.PERCEPTION_STALE);
        assertThat(rig[0].counters().expiredCommands()).isEqualTo(1);
        assertThat(rig[0].eventTexts()).contains("mode NOMINAL -> DEGRADED at tick 3: perception stale");
    }

    @Test
    void shouldTellWhatLatchedSafeUntilRearmed() {
        Rig rig = new Rig((seen, in, cmd) -> {
                    throw new IllegalStateException("two\nlines");
                })
                .nominalOrFault();
        assertThat(rig.agent.latch().text())
                .isEqualTo("controller threw java.lang.IllegalStateException: two lines; SAFE since tick 1");
        rig.agent.rearm();
        rig.tick();
        assertThat(rig.agent.latch().text()).isEmpty();
    }
}
