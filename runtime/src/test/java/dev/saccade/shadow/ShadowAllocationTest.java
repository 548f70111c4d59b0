package dev.saccade.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.pipeline.PerceptionFollower;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A shadow in steady state allocates nothing: neither its thread nor what production tells it, by the exact total over
 * many frames, nor the thread of its engine. Frames come in rounds, because the thread that asks for an optimised
 * compilation resolves that class's constants itself, once; a round without a byte must come.
 */
@Timeout(60)
class ShadowAllocationTest {
    private static final int FRAMES = 8_000;
    private static final int ROUNDS = 12;
    private static final int BLOCK = 25;
    private static final long MS = 1_000_000;
    private static final long PERIOD = 20 * MS;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ManualClock clock = new ManualClock(0);
    private final ScriptedPerceiver serving = new ScriptedPerceiver(frame -> 0.5, false);
    private final Perception result = serving.newPerception();
    private final FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE);
    private final FrameFormat format = FrameFormat.of(PixelFormat.BGR24, 8, 8);
    private long sequence;
    private byte[] kept = {};

    @Test
    void shouldAllocateNothing() {
        assertThat(rounds((a, b) -> a.detections().score(0) - b.detections().score(0) + 1))
                .as("bytes of each round of %d frames", FRAMES)
                .endsWith(0L);
    }

    @Test
    void shouldNoticeAComparisonThatAllocates() {
        int[] compared = {0};
        assertThat(rounds((a, b) -> {
                    kept = ++compared[0] % 1_000 == 0 ? new byte[16] : kept;
                    return 1;
                }))
                .hasSize(ROUNDS)
                .allSatisfy(bytes -> assertThat(bytes).isPositive());
        assertThat(kept).hasSize(16);
    }

    /** Bytes of each round, up to the first that is 0. */
    private List<Long> rounds(FrameComparison comparison) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        ScriptedPerceiver candidate = new ScriptedPerceiver(frame -> 0.5, false);
        // Memory first: JavaCPP loads its libraries under two locks, and two threads that begin at once may both wait.
        next().release();
        // Out of reach: what the clock says here is no cost.
        Shadow shadow = new Shadow(candidate, comparison, new ShadowSettings(1e9, BLOCK, MS, 60_000 * MS));
        ShadowAgent agent = shadow.agent(serving, () -> true, clock, false);
        long engine = engineThread();
        List<Long> rounds = new ArrayList<>();
        long bytes = 1;
        while (bytes != 0 && rounds.size() < ROUNDS) {
            long before = shadow.record().compared();
            long engineStart = threads.getThreadAllocatedBytes(engine);
            long spent = 0;
            for (int i = 0; i < FRAMES; i++) {
                long latencyNs = 2 * MS + random.nextInt(500_000);
                spent += frame(agent, latencyNs);
            }
            bytes = spent + threads.getThreadAllocatedBytes(engine) - engineStart;
            assertThat(shadow.record().compared() - before).as("looks").isBetween(FRAMES / 2L - 10, FRAMES / 2L);
            rounds.add(bytes);
        }
        assertThat(shadow.record().stopped()).isEmpty();
        assertThat(shadow.record().cost().differences()).isGreaterThan(CostTrial.WINDOW);
        agent.close();
        assertThat(agent.isBusy()).isFalse();
        agent.free();
        result.close();
        ring.close();
        return rounds;
    }

    /** One frame of production and all that the shadow makes of it; bytes that this thread allocated for both. */
    private long frame(ShadowAgent agent, long latencyNs) {
        Frame frame = next();
        long start = threads.getCurrentThreadAllocatedBytes();
        result.begin(frame.sequence(), 8, 8, frame.captureNs(), clock.nanoTime());
        result.detections().clear();
        result.detections().add(0, 0, 2, 4, 0.9f, 0);
        result.ranOn(Backend.CPU, false);
        clock.advance(latencyNs);
        result.stages(clock.nanoTime(), clock.nanoTime(), clock.nanoTime());
        result.published(clock.nanoTime());
        agent.follower().finished(PerceptionFollower.IN_TIME, result, frame, clock.nanoTime());
        agent.doWork(clock.nanoTime());
        while (agent.nextDueNs() != ShadowAgent.NEVER && agent.doWork(clock.nanoTime()) == 0) {
            LockSupport.parkNanos(1_000);
        }
        agent.doWork(clock.nanoTime());
        long spent = threads.getCurrentThreadAllocatedBytes() - start;
        frame.release();
        clock.advance(PERIOD - latencyNs);
        return spent;
    }

    private Frame next() {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        slot.describe(sequence, clock.nanoTime(), StampClass.ARRIVAL);
        ring.publish(slot);
        return ring.leaseNewest(sequence++ - 1);
    }

    private static long engineThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().equals("saccade-shadow-engine"))
                .findFirst()
                .orElseThrow()
                .getId();
    }
}
