package dev.saccade.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.FrameRing;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that hangs or fails and the standby that looks instead, in virtual and in real time. */
@Timeout(60)
class FailoverTest {
    private static final long MS = 1_000_000;
    private static final long FRAME = 10 * MS;
    private static final long HANG = 25 * MS;

    private record Result(long frame, boolean fallback, long publishedNs) {}

    private final FrameRing ring = new FrameRing(5, HostFrameMemory.INSTANCE);
    private final ScriptedPerceiver standby = new ScriptedPerceiver(frame -> 0.25, true);
    private final ManualClock clock = new ManualClock(0);
    private final List<Result> results = new ArrayList<>();

    @AfterEach
    void free() {
        ring.close();
    }

    /** Runs 100 frames a second for a time; the standby takes 3 ms. */
    private PerceptionAgent run(ScriptedPerceiver engine, long frames, LatencyModel engineLatency) {
        LatencyModel latency = new LatencyModel() {
            @Override
            public long latencyNs(long frame) {
                return engineLatency.latencyNs(frame);
            }

            @Override
            public long standbyLatencyNs(long frame) {
                return 3 * MS;
            }
        };
        LatestValue<Perception> output = new LatestValue<>(engine::newPerception);
        CameraAgent camera = new CameraAgent(new ScriptedSource(0, FRAME, frames, false), ring, Long.MAX_VALUE, 1);
        PerceptionSettings settings = new PerceptionSettings(engine, standby, latency, 1, 3, 10);
        PerceptionAgent agent = new PerceptionAgent(ring, settings, clock, output, List.of(), camera::isFinished);
        agent.hangTimeout(HANG);
        agent.bounds(20 * MS, 50 * MS);
        VirtualTimeStepper stepper = new VirtualTimeStepper(clock, List.of(camera, agent, new Sink(output)));
        stepper.runUntil((frames + 20) * FRAME);
        agent.close();
        assertThat(agent.isFinished()).isTrue();
        assertThat(ring.exhausted()).isZero();
        return agent;
    }

    /** Its own restart has a back-off of its own: trials before it is ready would only lengthen the failover's. */
    @Test
    void shouldNotTryAnEngineThatIsNotReady() {
        long readyNs = 4_000 * MS;
        ScriptedPerceiver engine =
                new ScriptedPerceiver(f -> f == 10 ? -1 : 0.5, true).readyWhen(() -> clock.nanoTime() - readyNs >= 0);
        PerceptionAgent agent = run(engine, 500, frame -> 5 * MS);

        FailoverRecord record = agent.failover();
        assertThat(record.failedTrials()).isZero();
        assertThat(record.readmissions()).isEqualTo(1);
        // The first trial comes with the first frame from there on, and the tenth good one readmits it.
        assertThat(engine.seen()).filteredOn(f -> f > 10 && f < 400).isEmpty();
        assertThat(results).filteredOn(r -> r.frame() > 412).noneMatch(Result::fallback);
    }

    @Test
    void shouldHandTheNewestFrameToTheStandbyWhenTheEngineHangs() {
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> 0.5, true);
        PerceptionAgent agent = run(engine, 60, frame -> frame == 10 ? 300 * MS : 5 * MS);

        // Handed over at 100 ms, hung at 125: by then frame 12 is the newest.
        FailoverRecord record = agent.failover();
        assertThat(record.hangs()).isEqualTo(1);
        assertThat(record.errors()).isZero();
        assertThat(record.detection().max()).isBetween(HANG, HANG + HANG / 500);
        assertThat(record.handOver().max()).isZero();
        assertThat(record.firstResult().max()).isBetween(3 * MS, 3 * MS + 3 * MS / 500);
        assertThat(results).contains(new Result(9, false, 95 * MS), new Result(12, true, 128 * MS));
        assertThat(results).noneMatch(r -> r.frame() == 10 || r.frame() == 11);
        assertThat(record.isOnStandby()).as("the back-off is not over").isTrue();
        assertThat(record.cause()).isEqualTo("no answer within the hang timeout");
        assertThat(agent.isMissingDeadlines()).isFalse();
    }

    @Test
    void shouldHandTheSameFrameToTheStandbyWhenTheEngineFailsAtOnce() {
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> frame == 10 ? -1 : 0.5, true);
        PerceptionAgent agent = run(engine, 30, frame -> 5 * MS);

        assertThat(agent.failover().errors()).isEqualTo(1);
        assertThat(agent.faults()).isEqualTo(1);
        assertThat(results).contains(new Result(10, true, 103 * MS));
        assertThat(agent.failover().cause()).isEqualTo("scripted fault");
        assertThat(agent.failover().standbyResults()).isEqualTo(20);
    }

    /** A process or a device is waited for twice: by who asks it, and by who asks that one. Either may be first. */
    @Test
    void shouldCountAHangAsOneWhoeverNoticesIt() {
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> frame == 10 ? -1 : 0.5, true).failingByHangs();
        PerceptionAgent agent = run(engine, 200, frame -> 5 * MS);

        assertThat(agent.failover().hangs()).isEqualTo(1);
        assertThat(agent.failover().errors()).isZero();
        assertThat(agent.faults()).isZero();
        assertThat(agent.failover().cause()).isEqualTo("no answer within the hang timeout");
        assertThat(results).contains(new Result(10, true, 103 * MS));
        assertThat(agent.failover().readmissions())
                .as("it has returned, so that the back-off has begun")
                .isEqualTo(1);
    }

    @Test
    void shouldTryTheEngineAfterABackOffAndServeWithItAgainAfterItsProbation() {
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> 0.5, true);
        PerceptionAgent agent = run(engine, 400, frame -> frame == 10 ? 300 * MS : 5 * MS);

        // It answers at 400 ms; trials from frame 140 on, ten of them, then it serves.
        assertThat(agent.failover().readmissions()).isEqualTo(1);
        assertThat(agent.failover().failedTrials()).isZero();
        assertThat(engine.seen()).contains(9L, 10L, 140L, 149L, 150L).doesNotContain(11L, 12L, 139L);
        assertThat(results).contains(new Result(149, true, 1_493 * MS), new Result(150, false, 1_505 * MS));
        assertThat(results).as("no frame is lost on the way back").hasSize(398);
        assertThat(agent.failover().isOnStandby()).isFalse();
    }

    @Test
    void shouldDoubleTheBackOffWhenTheTrialFailsOrHangsAgain() {
        boolean[] hangs = {false};
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> frame >= 10 && frame < 150 ? -1 : 0.5, true);
        PerceptionAgent agent = run(engine, 1_000, frame -> {
            boolean first = frame > 300 && !hangs[0];
            hangs[0] |= first;
            return first ? 100 * MS : 5 * MS;
        });

        // Failed at 100 ms. Trials: 1.1 s fails, 3.1 s hangs and answers at 3.2 s, 7.2 s and on are good.
        assertThat(agent.failover().failedTrials()).isEqualTo(2);
        assertThat(engine.seen()).contains(10L, 110L, 310L).doesNotContain(109L, 111L, 200L, 311L, 600L);
        assertThat(agent.failover().readmissions()).isEqualTo(1);
        assertThat(results).last().matches(r -> !r.fallback());
    }

    @Test
    void shouldCountMissesOfTheDeadlineOverTheLatestResults() {
        ScriptedPerceiver engine = new ScriptedPerceiver(frame -> 0.5, true);
        assertThat(run(engine, 5, frame -> 21 * MS).isMissingDeadlines()).isTrue();
    }

    @Test
    void shouldGoOnWithTheStandbyInRealTimeWhileTheEngineHangsAndLeaveItBehind() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean hang = new AtomicBoolean();
        ScriptedPerceiver engine = new ScriptedPerceiver(
                frame -> {
                    if (hang.get()) {
                        await(release);
                    }
                    return 0.5;
                },
                false);
        LatestValue<Perception> output = new LatestValue<>(engine::newPerception);
        MonotonicClock real = MonotonicClock.SYSTEM;
        CameraAgent camera = new CameraAgent(
                new ScriptedSource(real.nanoTime(), FRAME, Long.MAX_VALUE, false), ring, Long.MAX_VALUE, 1);
        PerceptionAgent agent = new PerceptionAgent(
                ring,
                new PerceptionSettings(engine, standby, null, 1, 3, 10),
                real,
                output,
                List.of(),
                camera::isFinished);
        try (AgentThread cameraThread =
                        new AgentThread(camera, real, AgentThread.Idle.PARK, ring.leased(), ThreadPolicy.ORDINARY);
                AgentThread perceptionThread =
                        new AgentThread(agent, real, AgentThread.Idle.PARK, ring.published(), ThreadPolicy.ORDINARY)) {
            perceptionThread.start();
            cameraThread.start();
            while (!agent.isWarm() || agent.processed() < 5) {
                Thread.onSpinWait();
            }
            assertThat(agent.warmUp().count()).isPositive();
            assertThat(agent.standbyWarmUp().count()).isPositive();
            agent.hangTimeout(HANG);
            hang.set(true);
            FailoverRecord record = agent.failover();
            while (record.standbyResults() < 5) {
                Thread.onSpinWait();
            }
            assertThat(record.failovers()).isPositive();
            perceptionThread.stop();
            perceptionThread.join(0);
            cameraThread.stop();
            cameraThread.join(0);

            assertThat(perceptionThread.failure()).isNull();
            assertThat(agent.isEngineBusy()).as("nothing may be freed").isTrue();
            assertThat(record.detection().max()).isGreaterThanOrEqualTo(HANG);
        } finally {
            release.countDown();
        }
        while (agent.isEngineBusy()) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads every result at the instant at which it appears. */
    private final class Sink implements Agent {
        private final LatestValue<Perception> input;

        Sink(LatestValue<Perception> input) {
            this.input = input;
        }

        @Override
        public String name() {
            return "sink";
        }

        @Override
        public void onStart() {}

        @Override
        public int doWork(long nowNs) {
            if (!input.poll()) {
                return 0;
            }
            Perception p = input.latest();
            assertThat(p.detections().height(0)).isEqualTo(p.isFallback() ? 2 : 4);
            results.add(new Result(p.frame(), p.isFallback(), p.publishedNs()));
            return 1;
        }

        @Override
        public long nextDueNs() {
            return NEVER;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void close() {}
    }
}
