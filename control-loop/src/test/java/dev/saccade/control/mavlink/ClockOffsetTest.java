package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
    private static final long MS = 1_000_000;
    private static final long AHEAD = 987_654_321_000L;

    private final ClockOffset clock = new ClockOffset();

    @Test
    void shouldPlaceTheOtherClockInTheMiddleOfTheRoundTrip() {
        clock.ask(1_000);
        assertThat(clock.answer(1_000 + 2 * MS + AHEAD, 1_000, 1_000 + 4 * MS)).isTrue();
        assertThat(clock.offsetNs()).isEqualTo(AHEAD);
        assertThat(clock.boundNs()).isEqualTo(2 * MS);
        assertThat(clock.toLocal(AHEAD + 500, 10_000)).isEqualTo(500);
    }

    @Test
    void shouldStayWithinTheBoundThatItStates() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long now = 0;
        for (int i = 0; i < 500; i++) {
            long there = random.nextInt(20_000_000);
            long back = random.nextInt(20_000_000);
            clock.ask(now);
            clock.answer(now + there + AHEAD, now, now + there + back);
            assertThat(Math.abs(clock.offsetNs() - AHEAD)).as("seed %d", seed).isLessThanOrEqualTo(clock.boundNs() + 1);
            now += 1_000 * MS;
        }
    }

    @Test
    void shouldPreferTheShortestRoundTrip() {
        ask(0, 40 * MS, 7);
        ask(100 * MS, 2 * MS, 0);
        ask(200 * MS, 30 * MS, 5);
        assertThat(clock.boundNs()).isEqualTo(MS);
        assertThat(clock.offsetNs()).isEqualTo(AHEAD);
    }

    @Test
    void shouldForgetWhatIsOutOfItsWindow() {
        ask(0, 2 * MS, 0);
        for (int i = 1; i <= 16; i++) {
            ask(1_000L * i * MS, 10 * MS, 0);
        }
        assertThat(clock.isSettled()).isTrue();
        assertThat(clock.boundNs()).isEqualTo(5 * MS);
    }

    @Test
    void shouldNotLookAtLateRepeatedOrForeignAnswers() {
        clock.ask(0);
        assertThat(clock.answer(AHEAD, 1, MS)).isFalse();
        assertThat(clock.answer(AHEAD, 0, ClockOffset.LONGEST_NS + 1)).isFalse();
        assertThat(clock.answer(AHEAD, 0, MS)).as("the question was used up").isFalse();
        ask(100 * MS, MS, 0);
        assertThat(clock.answer(AHEAD, 100 * MS, 101 * MS)).as("repeated").isFalse();
    }

    @Test
    void shouldStartAnewWhenTheAutopilotDid() {
        for (int i = 0; i < 16; i++) {
            ask(1_000L * i * MS, 2 * MS, 0);
        }
        long now = 20_000 * MS;
        clock.ask(now);
        assertThat(clock.answer(5 * MS, now, now + 4 * MS)).isTrue();
        assertThat(clock.offsetNs()).isEqualTo(5 * MS - (now + 2 * MS));
        assertThat(clock.isSettled()).isFalse();
    }

    @Test
    void shouldNeverPlaceAMeasurementAfterItsArrival() {
        assertThat(clock.toLocal(12_345, 777)).as("not known").isEqualTo(777);
        ask(0, 2 * MS, 0);
        assertThat(clock.toLocal(AHEAD + 1_000, 999)).isEqualTo(999);
    }

    private void ask(long now, long roundTrip, long skew) {
        clock.ask(now);
        assertThat(clock.answer(now + roundTrip / 2 + AHEAD + skew, now, now + roundTrip))
                .isTrue();
    }
}
