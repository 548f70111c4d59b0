package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Leases the newest frame, sees it, hands the result on. The first result is published at once; then the perceiver is
 * warmed on the same frame, which measures its latency before anything may steer.
 *
 * <p>In virtual time a {@link LatencyModel} stands for the engine's latency: the result is computed at the lease and
 * published when it is due.
 */
public final class PerceptionAgent implements Agent {
    private static final int WARM_RUNS = 20;
    private static final long WARM_BUDGET_NS = 1_500_000_000L;
    private static final long TAP_RETRY_NS = 1_000_000;

    private final FrameRing ring;
    private final Perceiver perceiver;
    private final MonotonicClock clock;
    private final LatestValue<Perception> output;
    private final List<PerceptionTap> taps;
    private final BooleanSupplier sourceEnded;
    private final LatencyModel virtualLatency;
    private final long warmFrames;
    private final PerceptionTimings timings = new PerceptionTimings();
    private final Latency warmUp = new Latency();
    private final AllocationMeter allocation = new AllocationMeter();
    private final AtomicLong processed = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long maxAgeNs = Long.MAX_VALUE;
    private volatile boolean warm;
    private volatile boolean finished;
    private volatile long firstResultNs;
    private volatile long firstLatencyNs;
    private long warmNs;
    private long lastFrame = -1;
    private Frame pending;
    private long pendingDueNs;
    private boolean waitingForTap;

    /**
     * Makes the agent.
     *
     * @param ring where frames come from
     * @param perceiver driven by this agent, owned by the caller
     * @param clock stamps the stages
     * @param output where results go
     * @param taps further readers
     * @param sourceEnded whether no frame will follow
     * @param virtualLatency engine latency as an input in virtual time, or null in real time
     * @param warmFrames frames after which allocation is measured
     */
    public PerceptionAgent(
            FrameRing ring,
            Perceiver perceiver,
            MonotonicClock clock,
            LatestValue<Perception> output,
            List<PerceptionTap> taps,
            BooleanSupplier sourceEnded,
            LatencyModel virtualLatency,
            long warmFrames) {
        this.ring = ring;
        this.perceiver = perceiver;
        this.clock = clock;
        this.output = output;
        this.taps = List.copyOf(taps);
        this.sourceEnded = sourceEnded;
        this.virtualLatency = virtualLatency;
        this.warmFrames = warmFrames;
        warm = virtualLatency != null;
    }

    /**
     * Sets the bounds that results are counted against; any thread.
     *
     * @param newDeadlineNs capture to publication, later counts as missed
     * @param newMaxAgeNs capture to publication, later counts as stale
     */
    public void bounds(long newDeadlineNs, long newMaxAgeNs) {
        deadlineNs = newDeadlineNs;
        maxAgeNs = newMaxAgeNs;
    }

    @Override
    public String name() {
        return "perception";
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        if (pending != null) {
            return nowNs - pendingDueNs < 0 ? 0 : publish(pending, nowNs);
        }
        waitingForTap = mustWait();
        if (waitingForTap) {
            return 0;
        }
        boolean ended = sourceEnded.getAsBoolean();
        Frame frame = ring.leaseNewest(lastFrame);
        if (frame == null) {
            finished = ended;
            return 0;
        }
        lastFrame = frame.sequence();
        int status = perceiver.perceive(frame, output.writable(), clock);
        if (status != Perceiver.OK) {
            AtomicLong counter = status == Perceiver.MISSED ? missed : faults;
            counter.lazySet(counter.get() + 1);
            frame.release();
            return 1;
        }
        if (virtualLatency != null) {
            pending = frame;
            pendingDueNs = nowNs + virtualLatency.latencyNs(frame.sequence());
            return 1;
        }
        return publish(frame, clock.nanoTime());
    }

    @Override
    public long nextDueNs() {
        if (pending != null) {
            return pendingDueNs;
        }
        return waitingForTap ? clock.nanoTime() + TAP_RETRY_NS : NEVER;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /** @return whether warm-up is over and {@link #warmUp()} may be read */
    public boolean isWarm() {
        return warm;
    }

    /** @return lease-to-result durations of the warm-up; read after {@link #isWarm()} */
    public Latency warmUp() {
        return warmUp;
    }

    /** @return monotonic ns of the first publication, 0 before it */
    public long firstResultNs() {
        return firstResultNs;
    }

    /** @return capture to publication of the first result, which is cold, ns; 0 before it */
    public long firstLatencyNs() {
        return firstLatencyNs;
    }

    /** @return stage durations of frames captured after the warm-up; read after the thread has ended */
    public PerceptionTimings timings() {
        return timings;
    }

    /** @return heap bytes of this thread from the warm frame on */
    public AllocationMeter allocation() {
        return allocation;
    }

    /** @return results published */
    public long processed() {
        return processed.get();
    }

    /** @return results later than the deadline, and frames whose engine gave none in time */
    public long missed() {
        return missed.get();
    }

    /** @return results older than the maximum age when published */
    public long stale() {
        return stale.get();
    }

    /** @return frames on which the engine failed */
    public long faults() {
        return faults.get();
    }

    /** Releases a pending frame. The perceiver is the caller's. */
    @Override
    public void close() {
        finished = true;
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private boolean mustWait() {
        for (int i = 0; i < taps.size(); i++) {
            if (taps.get(i).mustWait()) {
                return true;
            }
        }
        return false;
    }

    private int publish(Frame frame, long nowNs) {
        pending = null;
        Perception result = output.writable();
        result.published(nowNs);
        output.publish();
        // Read-only from here: the copy comes back to this thread before it is written again.
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).offer(result, frame);
        }
        if (!warm) {
            firstResultNs = nowNs;
            firstLatencyNs = result.latencyNs();
            warmUp(frame);
            warmNs = clock.nanoTime();
            warm = true;
        } else if (virtualLatency != null || result.captureNs() - warmNs >= 0) {
            count(result);
        }
        frame.release();
        long done = processed.get() + 1;
        processed.lazySet(done);
        if (done == warmFrames) {
            allocation.begin(done);
        } else {
            allocation.cycle();
        }
        return 1;
    }

    private void count(Perception result) {
        timings.record(result);
        if (result.latencyNs() > deadlineNs) {
            missed.lazySet(missed.get() + 1);
        }
        if (result.latencyNs() > maxAgeNs) {
            stale.lazySet(stale.get() + 1);
        }
    }

    private void warmUp(Frame frame) {
        long startNs = clock.nanoTime();
        for (int i = 0; i < WARM_RUNS && clock.nanoTime() - startNs < WARM_BUDGET_NS; i++) {
            long leasedNs = clock.nanoTime();
            if (perceiver.perceive(frame, output.writable(), clock) == Perceiver.OK) {
                warmUp.record(clock.nanoTime() - leasedNs);
            }
        }
    }
}
