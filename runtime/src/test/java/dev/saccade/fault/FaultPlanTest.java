package dev.saccade.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.pipeline.LatencyModel;
import dev.saccade.time.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final long MS = 1_000_000;
    private static final long BEGIN = 7_000 * MS;

    private static FaultPlan plan(String... specs) {
        FaultPlan plan =
                FaultPlan.of(List.of(specs).stream().map(FaultSpec::parse).toList(), 1);
        plan.begin(BEGIN);
        return plan;
    }

    @Test
    void shouldBeActiveFromStartToEndAndNotBeforeTheFirstFrame() {
        FaultPlan plan = FaultPlan.of(List.of(FaultSpec.parse("camera-lost@100ms:50ms")), 1);
        assertThat(plan.isActive(FaultKind.CAMERA_LOST, BEGIN + 100 * MS)).isFalse();

        plan.begin(BEGIN);
        plan.begin(BEGIN + 1);

        assertThat(plan.isActive(FaultKind.CAMERA_LOST, BEGIN + 100 * MS - 1)).isFalse();
        assertThat(plan.isActive(FaultKind.CAMERA_LOST, BEGIN + 100 * MS)).isTrue();
        assertThat(plan.isActive(FaultKind.CAMERA_LOST, BEGIN + 150 * MS - 1)).isTrue();
        assertThat(plan.isActive(FaultKind.CAMERA_LOST, BEGIN + 150 * MS)).isFalse();
        assertThat(plan.isActive(FaultKind.CAMERA_FREEZE, BEGIN + 100 * MS)).isFalse();
    }

    @Test
    void shouldHangUntilTheEndOfTheFaultAndAddLatency() {
        FaultPlan plan = plan("engine-hang@1s:300ms", "latency=20ms@1s:1s");
        ManualClock clock = new ManualClock(BEGIN);
        LatencyModel latency = plan.delaying(frame -> 5 * MS, clock);

        assertThat(latency.latencyNs(0)).isEqualTo(5 * MS);
        clock.set(BEGIN + 1_100 * MS);
        assertThat(latency.latencyNs(1)).isEqualTo((5 + 200 + 20) * MS);
        clock.set(BEGIN + 1_300 * MS);
        assertThat(latency.latencyNs(2)).isEqualTo((5 + 20) * MS);
        assertThat(plan.injected(FaultKind.ENGINE_HANG)).isEqualTo(1);
        assertThat(plan.injected(FaultKind.LATENCY)).isEqualTo(2);
    }

    @Test
    void shouldLoseTheShareOfFramesThatWasAskedForAndTheSameOnesAgain() {
        FaultPlan plan = plan("frame-loss=5%@0s:60s");
        FaultPlan again = plan("frame-loss=5%@0s:60s");
        int lost = 0;
        for (long frame = 0; frame < 10_000; frame++) {
            boolean isLost = plan.chooses(FaultKind.FRAME_LOSS, frame, BEGIN);
            assertThat(again.chooses(FaultKind.FRAME_LOSS, frame, BEGIN)).isEqualTo(isLost);
            lost += isLost ? 1 : 0;
        }

        assertThat(lost).isBetween(400, 600);
        assertThat(plan.chooses(FaultKind.FRAME_LOSS, 0, BEGIN + 60_000 * MS)).isFalse();
        assertThat(plan("frame-loss=100%@0s:1s").chooses(FaultKind.FRAME_LOSS, 3, BEGIN))
                .isTrue();
        assertThat(plan("frame-loss=0%@0s:1s").chooses(FaultKind.FRAME_LOSS, 3, BEGIN))
                .isFalse();
    }

    @Test
    void shouldStrikeOnceWithoutADurationAndAtEveryFrameWithOne() {
        FaultPlan plan =
                FaultPlan.of(List.of(FaultSpec.parse("worker-kill@2s"), FaultSpec.parse("worker-stop@5s:1s")), 1);
        assertThat(plan.strikes(FaultKind.WORKER_KILL, 10_000_000_000L)).isFalse();
        plan.begin(0);

        assertThat(plan.strikes(FaultKind.WORKER_KILL, 1_999_999_999L)).isFalse();
        assertThat(plan.strikes(FaultKind.WORKER_KILL, 3_000_000_000L)).isTrue();
        assertThat(plan.strikes(FaultKind.WORKER_KILL, 3_000_000_001L)).isFalse();
        assertThat(plan.strikes(FaultKind.WORKER_STOP, 5_000_000_000L)).isTrue();
        assertThat(plan.strikes(FaultKind.WORKER_STOP, 5_500_000_000L)).isTrue();
        assertThat(plan.strikes(FaultKind.WORKER_STOP, 6_000_000_000L)).isFalse();
        assertThat(plan.injected(FaultKind.WORKER_KILL)).isEqualTo(1);
        assertThat(plan.injected(FaultKind.WORKER_STOP)).isEqualTo(2);
    }
}
