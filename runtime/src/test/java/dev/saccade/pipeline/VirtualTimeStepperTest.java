package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualTimeStepperTest {
    private final ManualClock clock = new ManualClock(1_000);
    private final List<String> trace = new ArrayList<>();

    @Test
    void shouldJumpToEachDueTimeAndWorkInTheOrderGiven() {
        VirtualTimeStepper stepper =
                new VirtualTimeStepper(clock, List.of(new Ticker("a", 1_000, 30), new Ticker("b", 1_010, 20)));

        stepper.runUntil(1_060);

        assertThat(trace).containsExactly("a@1000", "b@1010", "a@1030", "b@1030", "b@1050", "a@1060");
        assertThat(clock.nanoTime()).isEqualTo(1_060);
    }

    @Test
    void shouldNotPassTheLimit() {
        VirtualTimeStepper stepper = new VirtualTimeStepper(clock, List.of(new Ticker("a", 1_000, 500)));

        stepper.runUntil(1_499);

        assertThat(trace).containsExactly("a@1000");
        assertThat(clock.nanoTime()).isLessThan(1_500);
    }

    @Test
    void shouldRefuseAgentsThatNeverSettle() {
        Agent restless = new Ticker("r", 1_000, 0);

        assertThatThrownBy(() -> new VirtualTimeStepper(clock, List.of(restless)).runUntil(2_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000 ns");
    }

    private final class Ticker implements Agent {
        private final String name;
        private final long periodNs;
        private long dueNs;

        Ticker(String name, long dueNs, long periodNs) {
            this.name = name;
            this.dueNs = dueNs;
            this.periodNs = periodNs;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void onStart() {}

        @Override
        public int doWork(long nowNs) {
            if (dueNs - nowNs > 0) {
                return 0;
            }
            if (periodNs > 0) {
                trace.add(name + "@" + nowNs);
            }
            dueNs += periodNs;
            return 1;
        }

        @Override
        public long nextDueNs() {
            return dueNs;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void close() {}
    }
}
