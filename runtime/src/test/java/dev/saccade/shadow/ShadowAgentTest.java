package dev.saccade.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.pipeline.PerceptionSettings;
import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import dev.saccade.pipeline.VirtualTimeStepper;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule of the shadow, in virtual time: a camera of 100 frames a second and blocks of five frames. */
class ShadowAgentTest {
    private static final long MS = 1_000_000;
    private static final long FRAME = 10 * MS;
    private static final int BLOCK = 5;
    private static final long HANG = 200 * MS;

    /** As a loop makes it without standby: one slot for each of the two, and two for the camera. */
    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);

    private final ManualClock clock = new ManualClock(0);
    private final List<Long> begun = new ArrayList<>();
    private ScriptedPerceiver candidate = new ScriptedPerceiver(frame -> 0.5, true);
    private FrameComparison comparison = (a, b) -> a.frame() == b.frame() ? 1 : 0;
    private BooleanSupplier nominal = () -> true;
    private LongUnaryOperator looks = frame -> 2 * MS;
    private PerceptionTap tap;
    private ShadowRecord record;

    @AfterEach
    void free() {
        ring.close();
    }

    private void run(long frames, ScriptedPerceiver.Script script, LatencyModel latency) {
        ScriptedPerceiver serving = new ScriptedPerceiver(script, false);
        LatestValue<Perception> output = new LatestValue<>(serving::newPerception);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, FRAME, frames, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent perception = new PerceptionAgent(
                ring, PerceptionSettings.of(serving, latency, 1), clock, output, List.of(), camera::isFinished);
        perception.bounds(8 * MS, 50 * MS);
        Shadow shadow = new Shadow(candidate, comparison, new ShadowSettings(5, BLOCK, 2 * MS, HANG))
                .virtualLatency(frame -> {
                    begun.add(clock.nanoTime());
                    return looks.applyAsLong(frame);
                });
        if (tap != null) {
            shadow.tap(tap);
        }
        record = shadow.record();
        ShadowAgent agent = shadow.agent(serving, nominal, clock, true);
        perception.follow(agent.follower());
        new VirtualTimeStepper(clock, List.of(camera, perception, agent)).runUntil((frames + 50) * FRAME);
        assertThat(ring.exhausted()).as("production never lacked a slot").isZero();
        assertThat(ring.captured()).isEqualTo(frames);
        assertThat(perception.processed() + perception.faults()).isEqualTo(frames);
        agent.close();
        perception.close();
        agent.free();
        assertThat(sum()).as("every frame is accounted for").isEqualTo(record.frames());
    }

    private long sum() {
        long sum = record.compared() + record.faults() - (record.stopped().contains("hangs") ? 1 : 0);
        for (Skip reason : Skip.values()) {
            sum += record.skipped(reason);
        }
        // What hangs, or still looks at the end, is neither.
        return sum + (record.isRunning() ? 1 : 0);
    }

    @Test
    void shouldLookInTheTimeThatProductionLeaves() {
        run(200, frame -> 0.5, frame -> 3 * MS);
        // Half of the frames are for measuring; the first ones tell the period.
        assertThat(record.compared()).isBetween(85L, 100L);
        assertThat(record.skipped(Skip.MEASURING)).isEqualTo(100);
        assertThat(record.skipped(Skip.BUSY)).isZero();
        assertThat(record.agreementMean()).isEqualTo(1);
        assertThat(record.latency().max()).isBetween(2 * MS, 2 * MS + 10_000);
        assertThat(begun).allSatisfy(ns -> assertThat(ns % FRAME).isEqualTo(3 * MS));
        assertThat(record.stopped()).isEmpty();
    }

    @Test
    void shouldNotLookWhereTheNextFrameWouldComeFirst() {
        // 10 ms less 7.5: 2.5 are left, and 2 ms plus a tenth and 0.5 are needed.
        run(200, frame -> 0.5, frame -> 7_500_000);
        assertThat(record.compared()).isZero();
        assertThat(record.skipped(Skip.NO_SLACK)).isEqualTo(100);
        assertThat(candidate.seen()).isEmpty();
    }

    @Test
    void shouldGiveWayWhenItsOwnLooksGrowLonger() {
        looks = frame -> frame < 60 ? 2 * MS : 9 * MS;
        run(600, frame -> 0.5, frame -> 3 * MS);
        assertThat(begun).filteredOn(ns -> ns > 65 * FRAME && ns < 90 * FRAME).isEmpty();
        assertThat(record.skipped(Skip.NO_SLACK)).isGreaterThan(100);
    }

    @Test
    void shouldLookAtOneFrameAtATimeAndAtTheNewest() {
        // The first look takes four frames.
        looks = frame -> begun.size() == 1 ? 35 * MS : 2 * MS;
        run(400, frame -> 0.5, frame -> 3 * MS);
        assertThat(record.skipped(Skip.BUSY)).isPositive();
        assertThat(record.agreementLeast()).as("the same frame is compared").isEqualTo(1);
        for (int i = 1; i < candidate.seen().size(); i++) {
            assertThat(candidate.seen().get(i)).isGreaterThan(candidate.seen().get(i - 1));
        }
    }

    @Test
    void shouldPauseAfterALateFrame() {
        run(400, frame -> 0.5, frame -> frame == 100 ? 9 * MS : 3 * MS);
        assertThat(record.skipped(Skip.PRODUCTION)).isEqualTo(31);
        assertThat(begun).filteredOn(ns -> ns > 100 * FRAME && ns < 131 * FRAME).isEmpty();
        assertThat(begun).filteredOn(ns -> ns > 140 * FRAME).isNotEmpty();
    }

    @Test
    void shouldPauseAfterAFaultOfProduction() {
        run(400, frame -> frame == 100 ? -1 : 0.5, frame -> 3 * MS);
        assertThat(record.skipped(Skip.PRODUCTION)).isEqualTo(31);
        assertThat(begun).filteredOn(ns -> ns > 100 * FRAME && ns < 131 * FRAME).isEmpty();
    }

    @Test
    void shouldNotLookWhileTheLoopIsNotNominal() {
        nominal = () -> clock.nanoTime() - 200 * FRAME >= 0;
        run(400, frame -> 0.5, frame -> 3 * MS);
        assertThat(begun).isNotEmpty().allSatisfy(ns -> assertThat(ns).isGreaterThan(200 * FRAME));
        assertThat(record.skipped(Skip.NOT_NOMINAL)).isEqualTo(100);
    }

    @Test
    void shouldBeStoppedWhenItHangs() {
        looks = frame -> frame < 100 ? 2 * MS : 60_000 * MS;
        run(400, frame -> 0.5, frame -> 3 * MS);
        assertThat(record.stopped()).isEqualTo("the candidate hangs: no answer within 200 ms");
        assertThat(record.faults()).isEqualTo(1);
        assertThat(record.skipped(Skip.STOPPED)).isGreaterThan(250);
        assertThat(begun).filteredOn(ns -> ns > 110 * FRAME).isEmpty();
    }

    @Test
    void shouldBeStoppedWhenItFailsThreeTimesInARow() {
        candidate = new ScriptedPerceiver(frame -> frame == 50 || frame >= 100 ? -1 : 0.5, true);
        run(400, frame -> 0.5, frame -> 3 * MS);
        assertThat(record.stopped()).isEqualTo("the candidate fails: scripted fault");
        assertThat(candidate.seen()).filteredOn(f -> f >= 100).hasSize(3);
        assertThat(record.lastError()).isEqualTo("scripted fault");
        assertThat(record.compared()).isPositive();
    }

    @Test
    void shouldBeStoppedWhenResultsCannotBeCompared() {
        comparison = (a, b) -> {
            throw new IllegalStateException("masks of two sizes");
        };
        run(200, frame -> 0.5, frame -> 3 * MS);
        assertThat(record.stopped())
                .startsWith("its results cannot be compared")
                .endsWith("masks of two sizes");
        assertThat(candidate.seen()).hasSize(1);
    }

    /** The machine has one processor for both: a frame takes longer when the shadow has looked before it. */
    @Test
    void shouldStopItselfWhenProductionPays() {
        long[] compared = {0};
        run(4_000, frame -> 0.5, frame -> {
            boolean hasLooked = record.compared() != compared[0];
            compared[0] = record.compared();
            return hasLooked ? 4 * MS : 3 * MS;
        });
        assertThat(record.stopped()).contains("latency is 33.3 % higher with it");
        assertThat(record.cost().costs()).isIn("p50", "p99");
        assertThat(record.frames()).isEqualTo(4_000);
        assertThat(record.skipped(Skip.STOPPED)).isGreaterThan(3_500);
    }

    @Test
    void shouldGoOnWhenProductionDoesNotPay() {
        run(4_000, frame -> 0.5, frame -> 3 * MS + frame * 7_919 % 97 * 2_000);
        assertThat(record.stopped()).isEmpty();
        assertThat(record.cost().differences()).isEqualTo(200);
        assertThat(record.cost().p50Percent().low()).isLessThan(1);
        assertThat(record.cost().p50Percent().high()).isGreaterThan(-1);
        assertThat(record.compared()).isGreaterThan(1_900);
    }

    @Test
    void shouldHandWhatTheCandidateSeesToItsTaps() {
        tap = new PerceptionTap(candidate, 1_000, false, false);
        candidate = new ScriptedPerceiver(frame -> 0.25, true);
        run(200, frame -> 0.5, frame -> 3 * MS);
        List<Double> heights = new ArrayList<>();
        while (tap.poll((perception, frame) ->
                heights.add((double) perception.detections().height(0)))) {}
        assertThat(heights).hasSize((int) record.compared()).containsOnly(2.0);
        tap.close();
    }
}
