package dev.saccade.shadow;

import dev.saccade.frame.Frame;
import dev.saccade.frame.Signal;
import dev.saccade.pipeline.Agent;
import dev.saccade.pipeline.EngineRun;
import dev.saccade.pipeline.PerceptionFollower;
import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the candidate look at frames that production is done with, one at a time, when it can be done before the next
 * comes. It gives way first: where production was late, failed or is not NOMINAL, and for good where it costs, hangs or
 * fails. What it sees goes to the {@link ShadowRecord} and to the readers of its taps, and nowhere else: it has no way to
 * the loop.
 */
public final class ShadowAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowAgent.class);
    /** Frames after one that production was late for, or had no result of. */
    private static final int PAUSE = 30;
    /** In a row. */
    private static final int MOST_FAULTS = 3;

    private static final int WARM_LOOKS = 20;

    private final String name;
    private final FrameComparison comparison;
    private final long hangNs;
    private final ShadowRecord record;
    private final CostTrial trial;
    private final CandidateTime time;
    private final List<PerceptionTap> taps;
    private final BooleanSupplier nominal;
    private final Signal signal = new Signal();
    private final Perception production;
    private final Perception seen;
    private final ShadowFeed feed;
    private final EngineRun run;
    private boolean running;
    private boolean stopped;
    private long begunNs;
    private int pause;
    private int faults;
    private long lost;
    private boolean closed;

    ShadowAgent(
            Shadow shadow,
            CostTrial trial,
            Perceiver serving,
            BooleanSupplier nominal,
            MonotonicClock clock,
            LongUnaryOperator virtualLatency) {
        Perceiver candidate = shadow.candidate();
        ShadowSettings settings = shadow.settings();
        name = candidate.model().name();
        comparison = shadow.comparison();
        hangNs = settings.hangNs();
        record = shadow.record();
        this.trial = trial;
        time = new CandidateTime(settings.candidateNs());
        taps = shadow.taps();
        this.nominal = nominal;
        production = serving.newPerception();
        feed = new ShadowFeed(production, signal);
        if (virtualLatency == null) {
            run = EngineRun.onThread(candidate, "saccade-shadow-engine", clock, signal);
            seen = run.result();
        } else {
            seen = candidate.newPerception();
            run = EngineRun.virtual(candidate, seen, clock, virtualLatency);
        }
    }

    /** @return what the perception agent is to tell of its frames */
    public PerceptionFollower follower() {
        return feed;
    }

    /** @return raised when there is something to do */
    public Signal signal() {
        return signal;
    }

    @Override
    public String name() {
        return "shadow";
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        int work = running ? settle(nowNs) : 0;
        if (feed.lost() != lost) {
            lost = feed.lost();
            trial.restart();
        }
        while (feed.hasNext()) {
            hear(nowNs);
            feed.next();
            work++;
        }
        feed.want(!stopped && !running && pause == 0 && trial.isOn() && nominal.getAsBoolean(), time.neededNs());
        return work;
    }

    @Override
    public long nextDueNs() {
        if (!running) {
            return NEVER;
        }
        long dueNs = run.dueNs();
        if (stopped) {
            // A hang is told once; the signal tells of a late return.
            return dueNs;
        }
        long hungNs = begunNs + hangNs;
        return dueNs == NEVER || hungNs - dueNs < 0 ? hungNs : dueNs;
    }

    @Override
    public boolean isFinished() {
        return closed;
    }

    /** @return whether the candidate still looks at a frame although the agent is closed; then nothing may be freed */
    public boolean isBusy() {
        return !run.isFree();
    }

    /** A look that hangs keeps its frame: the ring has a slot for it. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        run.close();
        feed.drop();
    }

    /** Frees what it was handed. After {@link #close}, when the perception thread has ended and it is not {@link #isBusy}. */
    public void free() {
        feed.drop();
        seen.close();
        production.close();
    }

    /** One frame that production is done with. */
    private void hear(long nowNs) {
        record.frame();
        int outcome = feed.outcome();
        boolean isOn = trial.isOn();
        if (trial.add(outcome != PerceptionFollower.IN_TIME, feed.latencyNs()) && !stopped) {
            stop(trial.verdict());
        }
        Frame frame = feed.take();
        Skip reason = reason(outcome, isOn, frame, nowNs);
        if (reason == null) {
            begin(frame, nowNs);
        } else {
            record.skip(reason);
        }
        if (frame != null) {
            frame.release();
        }
        if (record.allocation().startCycle() < 0 && record.compared() >= WARM_LOOKS) {
            record.allocation().begin(record.frames());
        } else {
            record.allocation().cycle();
        }
    }

    /** @return why the candidate does not look at this frame; null when it does */
    private Skip reason(int outcome, boolean isOn, Frame frame, long nowNs) {
        if (stopped) {
            return Skip.STOPPED;
        }
        if (outcome != PerceptionFollower.IN_TIME) {
            pause = PAUSE;
            return Skip.PRODUCTION;
        }
        if (pause > 0) {
            pause--;
            return Skip.PRODUCTION;
        }
        if (!isOn) {
            return Skip.MEASURING;
        }
        if (!nominal.getAsBoolean()) {
            return Skip.NOT_NOMINAL;
        }
        if (running) {
            return Skip.BUSY;
        }
        if (nowNs + time.neededNs() - feed.dueNs() > 0) {
            time.noRoom();
            return Skip.NO_SLACK;
        }
        // Without a frame: it was published before this thread had asked for one.
        return frame == null ? Skip.BUSY : null;
    }

    private void begin(Frame frame, long nowNs) {
        running = true;
        begunNs = nowNs;
        record.running(true);
        run.begin(frame, nowNs);
    }

    private int settle(long nowNs) {
        int status = run.poll(nowNs);
        if (status == EngineRun.RUNNING) {
            if (!stopped && nowNs - begunNs >= hangNs) {
                record.fault("no answer within " + hangNs / 1_000_000 + " ms");
                stop("the candidate hangs: " + record.lastError());
                return 1;
            }
            return 0;
        }
        running = false;
        record.running(false);
        long tookNs = nowNs - begunNs;
        if (status == Perceiver.OK) {
            faults = 0;
            time.add(tookNs);
            compare(tookNs);
        } else {
            record.fault(status == Perceiver.MISSED ? "no result by its deadline" : run.lastError());
            faults++;
            if (faults == MOST_FAULTS && !stopped) {
                stop("the candidate fails: " + record.lastError());
            }
        }
        return 1;
    }

    private void compare(long tookNs) {
        try {
            record.compared(comparison.agreement(production, seen), tookNs);
        } catch (RuntimeException e) {
            // Two results that cannot be compared are no reason to end the run.
            record.fault(e.toString());
            stop("its results cannot be compared: " + e);
            return;
        }
        for (int i = 0; i < taps.size(); i++) {
            taps.get(i).offer(seen, null);
        }
    }

    private void stop(String why) {
        stopped = true;
        record.stopped(why);
        LOG.info("shadow {} stopped: {}", name, why);
    }
}
