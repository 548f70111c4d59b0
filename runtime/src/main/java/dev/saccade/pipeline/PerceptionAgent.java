package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Leases the newest frame, sees it, hands the result on. The first result is published at once; then the perceiver is
 * warmed on the same frame, which measures its latency before anything may steer.
 *
 * <p>With a standby the perceiver looks on a thread of its own. When it fails, or gives no answer within the hang
 * timeout, the newest frame goes to the standby at once, on this thread; a frame that the perceiver still looks at stays
 * leased until it returns.
 *
 * <p>In virtual time a {@link LatencyModel} stands for the engine's latency: the result is computed at the lease and
 * published when it is due.
 */
public final class PerceptionAgent implements Agent {
    private static final long TAP_RETRY_NS = 1_000_000;
    /** Before the engine's latency is known. */
    private static final long COLD_HANG_NS = 2_000_000_000L;

    private final FrameRing ring;
    private final MonotonicClock clock;
    private final LatestValue<Perception> output;
    private final List<PerceptionTap> taps;
    private final BooleanSupplier sourceEnded;
    private final long warmFrames;
    private final boolean virtual;
    private final EnginePair pair;
    private final EngineRun engine;
    private final EngineRun standby;
    private final Failover failover;
    private final ResultCounts counts;
    private final WarmUp warmUp;
    private final WarmUp standbyWarmUp;
    private final AllocationMeter allocation = new AllocationMeter();
    private volatile long deadlineNs = Long.MAX_VALUE;
    private volatile long hangTimeoutNs = COLD_HANG_NS;
    /** Why the engine is to serve no longer; null while it may. */
    private volatile String withdrawal;

    private volatile boolean warm;
    private volatile boolean finished;
    private volatile long firstResultNs;
    private volatile long firstLatencyNs;
    private long warmNs;
    private long lastFrame = -1;
    /** Null when nobody follows. */
    private PerceptionFollower follower;
    /** Looked at by {@link #serving}, leased. */
    private Frame frame;

    private EngineRun serving;
    private long begunNs;
    private boolean waitingForTap;
    private boolean closed;

    /**
     * Makes the agent.
     *
     * @param ring where frames come from
     * @param settings perceivers and their bounds
     * @param clock stamps the stages
     * @param output where results go
     * @param taps further readers
     * @param sourceEnded whether no frame will follow
     */
    public PerceptionAgent(
            FrameRing ring,
            PerceptionSettings settings,
            MonotonicClock clock,
            LatestValue<Perception> output,
            List<PerceptionTap> taps,
            BooleanSupplier sourceEnded) {
        this.ring = ring;
        this.clock = clock;
        this.output = output;
        this.taps = List.copyOf(taps);
        this.sourceEnded = sourceEnded;
        warmFrames = settings.warmFrames();
        virtual = settings.virtualLatency() != null;
        counts = new ResultCounts(new MissWindow(settings.missesAllowed(), settings.missWindow()));
        pair = new EnginePair(settings, output::writable, clock, ring.published());
        engine = pair.engine();
        standby = pair.standby();
        failover = pair.failover();
        warmUp = new WarmUp(clock);
        standbyWarmUp = new WarmUp(clock);
        warm = virtual;
    }

    /**
     * Sets the bounds that results are counted against, and until when a device is waited for; any thread. For after the
     * warm-up, which looks at one frame again and again.
     *
     * @param newDeadlineNs capture to publication, later counts as missed
     * @param newMaxAgeNs capture to publication, later counts as stale
     */
    public void bounds(long newDeadlineNs, long newMaxAgeNs) {
        counts.bounds(newDeadlineNs, newMaxAgeNs);
        deadlineNs = newDeadlineNs;
        pair.bounds(newDeadlineNs, hangTimeoutNs);
    }

    /**
     * Sets how long the engine may look at one frame before it counts as hung; 2 s at first. Without a standby only a
     * device has a use for it. Any thread.
     *
     * @param ns above 0
     */
    public void hangTimeout(long ns) {
        hangTimeoutNs = ns;
        pair.bounds(deadlineNs, ns);
    }

    /**
     * Names who hears of every frame that is done with; before the agent's first cycle.
     *
     * @param next called on the perception thread
     */
    public void follow(PerceptionFollower next) {
        follower = next;
    }

    /**
     * Takes the engine out of service for the rest of the run, sound or not: the standby serves from the next cycle on, as
     * after a failure, and the engine is not tried again. Any thread; without a standby nothing happens.
     *
     * @param why one line, told as the cause of the failover
     */
    public void withdraw(String why) {
        withdrawal = why;
    }

    @Override
    public String name() {
        return "perception";
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        if (failover != null) {
            failover.tend(nowNs, hangTimeoutNs);
            if (withdrawal != null && !failover.isWithdrawn()) {
                return takeOut(nowNs);
            }
        }
        if (frame != null) {
            return settle(nowNs);
        }
        waitingForTap = mustWait();
        if (waitingForTap) {
            return 0;
        }
        boolean ended = sourceEnded.getAsBoolean();
        Frame newest = ring.leaseNewest(lastFrame);
        if (newest == null) {
            finished = ended;
            return 0;
        }
        if (failover != null) {
            failover.tryEngine(newest, nowNs);
        }
        begin(newest, nowNs);
        settle(clock.nanoTime());
        return 1;
    }

    @Override
    public long nextDueNs() {
        long dueNs = failover == null ? NEVER : failover.dueNs(hangTimeoutNs);
        if (frame != null) {
            dueNs = sooner(dueNs, serving.dueNs());
            return serving == engine && failover != null ? sooner(dueNs, begunNs + hangTimeoutNs) : dueNs;
        }
        return waitingForTap ? sooner(dueNs, clock.nanoTime() + TAP_RETRY_NS) : dueNs;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    private static long sooner(long aNs, long bNs) {
        return aNs == NEVER || (bNs != NEVER && bNs - aNs < 0) ? bNs : aNs;
    }

    private void begin(Frame next, long nowNs) {
        frame = next;
        lastFrame = next.sequence();
        begunNs = nowNs;
        serving = failover == null ? engine : failover.serving();
        serving.begin(next, nowNs);
    }

    /** @return 0 while the frame is still being looked at */
    private int settle(long nowNs) {
        int status = serving.poll(nowNs);
        boolean replaceable = failover != null && serving == engine;
        if (status == EngineRun.RUNNING) {
            if (!replaceable || nowNs - begunNs < hangTimeoutNs) {
                return 0;
            }
            failOver(nowNs, true);
            return 1;
        }
        if (status == Perceiver.OK) {
            publish();
            return 1;
        }
        if (status == Perceiver.MISSED) {
            counts.missed();
        } else if (replaceable) {
            failOver(nowNs, false);
            return 1;
        } else {
            counts.fault();
        }
        if (failover != null && serving == standby) {
            failover.standbyFailed(nowNs);
        }
        tellNone(nowNs);
        releaseFrame();
        return 1;
    }

    /** The newest frame goes to the standby, or, where none has come since, the one that the engine failed on. */
    private void failOver(long nowNs, boolean stillLooks) {
        if (failover.failed(begunNs, nowNs, stillLooks)) {
            counts.noResult();
        } else {
            counts.fault();
        }
        handOver(nowNs);
    }

    private int takeOut(long nowNs) {
        boolean stillLooks = frame != null && serving == engine;
        failover.withdraw(withdrawal, nowNs, stillLooks);
        if (stillLooks) {
            counts.noResult();
            handOver(nowNs);
        }
        return 1;
    }

    private void handOver(long nowNs) {
        tellNone(nowNs);
        Frame next = ring.leaseNewest(lastFrame);
        if (next == null) {
            next = frame;
        } else {
            releaseFrame();
        }
        failover.record().handedOver(clock.nanoTime());
        begin(next, nowNs);
        settle(clock.nanoTime());
    }

    private void tellNone(long nowNs) {
        if (follower != null) {
            follower.finished(PerceptionFollower.NONE, null, frame, nowNs);
        }
    }

    private void releaseFrame() {
        frame.release();
        frame = null;
    }

    /** @return whether warm-up is over and {@link #warmUp()} may be read */
    public boolean isWarm() {
        return warm;
    }

    /** @return lease-to-result durations of the standby's warm-up, empty without one; read after {@link #isWarm()} */
    public Latency standbyWarmUp() {
        return standbyWarmUp.latency();
    }

    /** @return what became of the engine and its standby; null without one */
    public FailoverRecord failover() {
        return failover == null ? null : failover.record();
    }

    /** @return whether too many of the latest results missed their deadline; any thread */
    public boolean isMissingDeadlines() {
        return counts.isMissing();
    }

    /** @return whether an engine still looks at a frame although the agent is closed; then nothing may be freed */
    public boolean isEngineBusy() {
        return pair.isBusy();
    }

    /** @return lease-to-result durations of the warm-up; read after {@link #isWarm()} */
    public Latency warmUp() {
        return warmUp.latency();
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
        return counts.timings();
    }

    /** @return heap bytes of this thread from the warm frame on */
    public AllocationMeter allocation() {
        return allocation;
    }

    /** @return results published */
    public long processed() {
        return counts.processedCount();
    }

    /** @return results later than the deadline, and frames whose engine gave none in time */
    public long missed() {
        return counts.missedCount();
    }

    /** @return results older than the maximum age when published */
    public long stale() {
        return counts.staleCount();
    }

    /** @return frames on which the engine failed */
    public long faults() {
        return counts.faultCount();
    }

    /** Releases its frame. The perceivers are the caller's; one that hangs is left behind. */
    @Override
    public void close() {
        finished = true;
        if (closed) {
            return;
        }
        closed = true;
        pair.close();
        if (frame != null) {
            releaseFrame();
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

    private void publish() {
        Perception result = output.writable();
        if (serving.result() != result) {
            serving.result().copyTo(result);
        }
        boolean stoodIn = failover != null && serving == standby;
        if (stoodIn) {
            result.ranOn(result.backend(), true);
        }
        long nowNs = clock.nanoTime();
        result.published(nowNs);
        output.publish();
        if (stoodIn) {
            failover.record().standbyResult(nowNs);
        }
        // Read-only from here: the copy comes back to this thread before it is written again.
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).offer(result, frame);
        }
        if (!warm) {
            firstResultNs = nowNs;
            firstLatencyNs = result.latencyNs();
            warmUpAll();
            warmNs = clock.nanoTime();
            warm = true;
        } else if (virtual || result.captureNs() - warmNs >= 0) {
            counts.result(result);
        }
        if (follower != null) {
            boolean late = result.latencyNs() > deadlineNs;
            int inTime = late ? PerceptionFollower.LATE : PerceptionFollower.IN_TIME;
            follower.finished(stoodIn ? PerceptionFollower.STANDBY : inTime, result, frame, nowNs);
        }
        releaseFrame();
        long done = counts.published();
        if (done == warmFrames) {
            allocation.begin(done);
        } else {
            allocation.cycle();
        }
    }

    private void warmUpAll() {
        if (serving == engine && !warmUp.run(engine, frame, hangTimeoutNs) && failover != null) {
            failover.failed(warmUp.begunNs(), clock.nanoTime(), true);
        }
        if (standby != null) {
            standbyWarmUp.run(standby, frame, hangTimeoutNs);
        }
    }
}
