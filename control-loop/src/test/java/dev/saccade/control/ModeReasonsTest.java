package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static dev.saccade.control.Rig.PERIOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.log.EventRing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What calls for which mode, what latches, and what leads back. */
class ModeReasonsTest {
    private final Rig rig = new Rig((seen, in, cmd) -> cmd.speed(0.5));

    private void seeAndTick(int times) {
        for (int i = 0; i < times; i++) {
            rig.see();
            rig.tick();
        }
    }

    private void assertMode(Mode mode, Reason reason) {
        assertThat(rig.counters().mode()).isEqualTo(mode);
        assertThat(rig.counters().reason()).isEqualTo(reason);
    }

    @Test
    void shouldTakeTheModeOfEachConditionAtOnceAndComeBackAfterResultsInARow() {
        record Case(int condition, Mode mode, Reason reason, boolean safe) {}
        List<Case> cases = List.of(
                new Case(StreamCondition.CAMERA_LOST, Mode.SAFE, Reason.CAMERA_LOST, true),
                new Case(StreamCondition.CAMERA_FROZEN, Mode.SAFE, Reason.CAMERA_FROZEN, true),
                new Case(StreamCondition.ONE_PICTURE, Mode.SAFE, Reason.NOT_SEEN_YET, true),
                new Case(StreamCondition.DEADLINE_MISSES, Mode.DEGRADED, Reason.DEADLINE_MISSES, false),
                new Case(StreamCondition.FALLBACK, Mode.DEGRADED, Reason.BACKEND_FALLBACK, false));
        rig.nominal();
        for (Case c : cases) {
            rig.condition = c.condition();
            seeAndTick(5);
            assertMode(c.mode(), c.reason());
            assertThat(rig.actuator.last().safe()).as(c.toString()).isEqualTo(c.safe());
            rig.condition = StreamCondition.SOUND;
            seeAndTick(1);
            assertThat(rig.counters().mode()).as("one result after %s", c).isEqualTo(c.mode());
            seeAndTick(1);
            assertMode(Mode.NOMINAL, Reason.NONE);
        }
        assertThat(rig.eventTexts())
                .contains("mode NOMINAL -> SAFE at tick 2: camera lost", "mode SAFE -> NOMINAL at tick 8: fresh again");
    }

    @Test
    void shouldLetTheWorstReasonWin() {
        rig.nominal();
        rig.condition = StreamCondition.DEADLINE_MISSES | StreamCondition.CAMERA_FROZEN | StreamCondition.FALLBACK;
        seeAndTick(1);
        assertMode(Mode.SAFE, Reason.CAMERA_FROZEN);
        rig.condition |= StreamCondition.CAMERA_LOST;
        seeAndTick(3);
        assertMode(Mode.SAFE, Reason.CAMERA_LOST);
        assertThat(rig.eventTexts())
                .filteredOn(text -> text.contains("also"))
                .containsExactly("mode SAFE at tick 3 also because of: camera lost");
        assertThat(rig.counters().ticks(Reason.CAMERA_LOST)).isEqualTo(3);
        assertThat(rig.counters().ticks(Reason.CAMERA_FROZEN)).isEqualTo(1);
    }

    @Test
    void shouldTellTheControllerAndTheLogThatTheStandbyLooks() {
        List<Boolean> told = new ArrayList<>();
        Rig own = new Rig((seen, in, cmd) -> {
                    told.add(in.isFallback());
                    assertThat(seen.isFallback()).isEqualTo(in.isFallback());
                })
                .nominal();
        own.standIn = true;
        own.see();
        own.tick();
        own.standIn = false;
        own.see();
        own.tick();
        assertThat(told).containsExactly(false, true, false);
        assertThat(own.eventTexts())
                .contains(
                        "perception from tick 2 on by the standby",
                        "perception from tick 3 on by the configured engine again");
    }

    @Test
    void shouldDegradeWhenTooManyTicksOverrunAndComeBack() {
        rig.nominal();
        for (int i = 0; i < 10; i++) {
            assertThat(rig.counters().mode()).isEqualTo(Mode.NOMINAL);
            rig.see();
            rig.clock.advance(PERIOD);
            rig.tick();
        }
        assertMode(Mode.DEGRADED, Reason.LOOP_OVERRUN);
        assertThat(rig.counters().overruns()).isEqualTo(10);
        // Four of twenty lower it, then two results in a row.
        seeAndTick(15);
        assertMode(Mode.DEGRADED, Reason.LOOP_OVERRUN);
        seeAndTick(3);
        assertMode(Mode.NOMINAL, Reason.NONE);
    }

    @Test
    void shouldLatchAnOperatorsStopUntilRearmed() {
        rig.nominal();
        rig.agent.operatorStop("the ground station");
        seeAndTick(1);
        assertMode(Mode.SAFE, Reason.OPERATOR_STOP);
        assertThat(rig.actuator.last().safe()).isTrue();
        seeAndTick(50);
        assertMode(Mode.SAFE, Reason.OPERATOR_STOP);
        assertThat(rig.agent.latch().text()).isEqualTo("operator stop by the ground station; SAFE since tick 2");

        rig.agent.rearm();
        seeAndTick(1);
        assertThat(rig.counters().mode()).isEqualTo(Mode.SAFE);
        seeAndTick(1);
        assertMode(Mode.NOMINAL, Reason.NONE);
        assertThat(rig.agent.latch().text()).isEmpty();
        assertThat(rig.eventTexts()).contains("mode NOMINAL -> SAFE at tick 2: operator stop", "re-armed at tick 53");
    }

    @Test
    void shouldLetAStopWinOverARearmOfTheSameTick() {
        rig.nominal();
        rig.agent.rearm();
        rig.agent.operatorStop("both");
        rig.agent.rearm();
        seeAndTick(5);
        assertMode(Mode.SAFE, Reason.OPERATOR_STOP);
    }

    @Test
    void shouldSteerNothingOnceAPilotTookOverOrTheOutletLatchedUntilRearmed() {
        for (int status : new int[] {Actuator.HANDED_OVER, Actuator.LATCHED}) {
            Rig own = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
            own.actuator.answer(status);
            own.see();
            own.tick();
            int before = own.actuator.sent().size();
            Reason reason = status == Actuator.LATCHED ? Reason.OUTLET_LATCHED : Reason.HANDED_OVER;
            assertThat(own.counters().reason()).isEqualTo(reason);
            own.actuator.answer(Actuator.SENT);
            for (int i = 0; i < 40; i++) {
                own.see();
                own.tick();
            }
            assertThat(own.actuator.sent().subList(before, before + 40)).allMatch(RecordingActuator.Sent::safe);
            assertThat(own.counters().reason()).isEqualTo(reason);
            assertThat(own.actuator.rearms()).isEmpty();

            own.agent.rearm();
            for (int i = 0; i < 2; i++) {
                own.see();
                own.tick();
            }
            assertThat(own.actuator.rearms()).containsExactly(Thread.currentThread());
            assertThat(own.counters().mode()).isEqualTo(Mode.NOMINAL);
        }
    }

    @Test
    void shouldEndSafelyInSomebodyElsesHands() {
        for (int status : new int[] {Actuator.HANDED_OVER, Actuator.LATCHED}) {
            Rig own = new Rig((seen, in, cmd) -> cmd.speed(0.5)).nominal();
            own.actuator.answer(status);
            own.agent.close();
            assertThat(own.agent.unsafe()).isEmpty();
        }
    }

    @Test
    void shouldGoSafeAtOnceWhenOneSendHoldsUpTheLoop() {
        rig.nominal();
        rig.actuator.onSend(() -> rig.clock.advance(101 * MS));
        rig.see();
        rig.tick();
        assertMode(Mode.SAFE, Reason.ACTUATOR_FAULT);
        rig.actuator.onSend(() -> {});
        seeAndTick(90);
        assertMode(Mode.SAFE, Reason.ACTUATOR_FAULT);
        seeAndTick(20);
        assertMode(Mode.NOMINAL, Reason.NONE);
    }

    @Test
    void shouldLetACommandLiveAsLongAsWhatItWasMadeFromMayBeBelieved() {
        List<Long> shown = new ArrayList<>();
        Rig own = new Rig(
                (seen, in, cmd) -> shown.add(in.validUntilNs()),
                (in, cmd) -> shown.add(in.validUntilNs()),
                CommandLimits.none(),
                List.of(),
                4 * MS);
        own.nominal();
        long captureNs = own.actuator.last().timeNs();
        own.ticks(6);
        List<RecordingActuator.Sent> sent = own.actuator.sent();
        for (RecordingActuator.Sent s : sent.subList(1, sent.size())) {
            long lifeNs = s.mode() == Mode.NOMINAL ? 50 * MS : 100 * MS;
            assertThat(s.validUntilNs()).as(s.toString()).isEqualTo(captureNs - 4 * MS + lifeNs);
        }
        assertThat(sent).last().extracting(RecordingActuator.Sent::mode).isEqualTo(Mode.DEGRADED);
        assertThat(shown)
                .as("the controller is told the same")
                .hasSize(7)
                .isEqualTo(sent.subList(1, 8).stream()
                        .map(RecordingActuator.Sent::validUntilNs)
                        .toList());
        own.ticks(6);
        assertThat(own.actuator.last().mode()).isEqualTo(Mode.SAFE);
        assertThat(own.actuator.last().validUntilNs())
                .isEqualTo(own.actuator.last().timeNs());
    }

    @Test
    void shouldSendNoDegradedCommandThatWasDecidedTooLate() {
        Rig[] own = {null};
        long[] takesNs = {0};
        own[0] = new Rig(
                        (seen, in, cmd) -> cmd.speed(0.5),
                        (in, cmd) -> own[0].clock.advance(takesNs[0]),
                        CommandLimits.none(),
                        List.of(),
                        0)
                .nominal();
        own[0].ticks(6);
        assertThat(own[0].actuator.last().mode()).isEqualTo(Mode.DEGRADED);
        takesNs[0] = 35 * MS;
        own[0].tick();
        assertThat(own[0].actuator.last().safe()).isTrue();
        assertThat(own[0].counters().reason()).isEqualTo(Reason.PERCEPTION_LOST);
        assertThat(own[0].counters().expiredCommands()).isEqualTo(1);
    }

    @Test
    void shouldCallTheControllerOnlyWithAPerceptionThatIsFreshAtThatTick() {
        List<Long> ages = new ArrayList<>();
        Rig own = new Rig((seen, in, cmd) -> {
                    assertThat(in.mode()).isEqualTo(Mode.NOMINAL);
                    assertThat(seen.ageNs()).isEqualTo(in.ageNs());
                    ages.add(seen.ageNs());
                })
                .nominal();
        for (int i = 0; i < 400; i++) {
            if (i % 17 == 0 || i % 17 == 1) {
                own.seeCapturedAt(own.clock.nanoTime() - i % 60 * MS);
            }
            own.tick();
        }
        assertThat(ages).hasSizeGreaterThan(20).allMatch(age -> age <= 50 * MS);
        assertThat(own.counters().controllerFaults()).isZero();
    }

    @Test
    void shouldGiveUpATickThatDoesNotReturn() {
        TickWatch watch = new TickWatch(rig.agent, new EventRing(8));
        List<Integer> givenUp = new ArrayList<>();
        rig.nominal();
        rig.actuator.onSend(() -> {
            for (int look = 0; look <= TickWatch.GIVEN_UP_LOOKS; look++) {
                if (watch.look(rig.clock.nanoTime() + 1_000 * MS)) {
                    givenUp.add(look);
                }
            }
        });
        seeAndTick(1);
        assertThat(givenUp).as("the first look only tells of it").containsExactly(TickWatch.GIVEN_UP_LOOKS);
        assertThat(watch.look(rig.clock.nanoTime() + 10_000 * MS))
                .as("no tick is under way")
                .isFalse();
    }

    @Test
    void shouldTellATickThatIsHeldUpOnceWhileItLasts() {
        List<Long> early = new ArrayList<>();
        EventRing events = new EventRing(8);
        TickWatch watch = new TickWatch(rig.agent, events);
        rig.nominal();
        watch.look(rig.clock.nanoTime() + 10_000 * MS);
        assertThat(rig.counters().stuckTicks()).as("no tick is under way").isZero();
        rig.actuator.onSend(() -> {
            long nowNs = rig.clock.nanoTime();
            watch.look(nowNs + 99 * MS);
            early.add(rig.counters().stuckTicks());
            watch.look(nowNs + 100 * MS);
            watch.look(nowNs + 200 * MS);
        });
        seeAndTick(1);
        assertThat(rig.counters().stuckTicks()).isEqualTo(1);
        List<String> texts = new ArrayList<>();
        events.drain((type, timeNs, a, b, c, d) -> texts.add(ControlEvents.text(type, a, b, c, d)));
        assertThat(texts).containsExactly("tick 2 has been held up for 100.000 ms by the actuator");
        seeAndTick(1);
        assertThat(rig.counters().stuckTicks()).isEqualTo(2);
        assertThat(early).as("not before the bound").containsExactly(0L, 1L);
    }

    @Test
    void shouldTellWhoPressedStop() {
        EventLogger logger = new EventLogger(rig.counters(), rig.agent.latch(), null, rig.actuator);
        rig.nominal();
        rig.agent.operatorStop("me");
        seeAndTick(1);
        assertThat(logger.line(ControlEvents.MODE, 0, 2, Reason.OPERATOR_STOP.code(), 2))
                .isEqualTo("mode NOMINAL -> SAFE at tick 2: operator stop by me");
    }
}
