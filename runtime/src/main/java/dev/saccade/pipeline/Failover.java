package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.vision.Perceiver;

/**
 * Which of an engine and its warm standby serves. The standby serves from a failure on; the engine, once it has
 * answered, is tried beside it after a back-off, its results thrown away, and serves again after a number of good ones
 * in a row. A failed trial doubles the back-off, as does a failure soon after it was readmitted. Perception thread.
 */
final class Failover {
    /** Good trials in a row before the engine serves again. */
    static final int PROBATION = 10;

    static final long FIRST_BACK_OFF_NS = 1_000_000_000L;
    static final long LONGEST_BACK_OFF_NS = 60_000_000_000L;

    private final EngineRun engine;
    private final EngineRun standby;
    private final FailoverRecord record = new FailoverRecord();
    private boolean onStandby;
    private boolean returned;
    private boolean onTrial;
    private long trialNs;
    private int good;
    private long backOffNs = FIRST_BACK_OFF_NS;
    private long retryNs;
    private boolean withdrawn;
    private boolean readmitted;
    private long readmittedNs;

    Failover(EngineRun engine, EngineRun standby) {
        this.engine = engine;
        this.standby = standby;
    }

    /** @return what looks at the next frame */
    EngineRun serving() {
        return onStandby ? standby : engine;
    }

    boolean isOnStandby() {
        return onStandby;
    }

    FailoverRecord record() {
        return record;
    }

    /**
     * The engine failed on a frame that it was handed at {@code begunNs}. A hang counts as one whoever noticed it: who
     * asked, while the engine still looks, or the engine, which waits for a device or a process.
     *
     * @return whether it was a hang
     */
    boolean failed(long begunNs, long nowNs, boolean stillLooks) {
        boolean hung = stillLooks || engine.lastFaultWasHang();
        if (readmitted) {
            boolean lasted = nowNs - readmittedNs > LONGEST_BACK_OFF_NS;
            backOffNs = lasted ? FIRST_BACK_OFF_NS : Math.min(LONGEST_BACK_OFF_NS, 2 * backOffNs);
        }
        onStandby = true;
        onTrial = false;
        returned = !stillLooks;
        retryNs = nowNs + backOffNs;
        good = 0;
        record.failed(begunNs, nowNs, hung, hung ? "no answer within the hang timeout" : engine.lastError());
        return hung;
    }

    /** The engine serves no longer, sound or not; what it still does is thrown away. */
    void withdraw(String why, long nowNs, boolean stillLooks) {
        withdrawn = true;
        if (!onStandby) {
            onStandby = true;
            returned = !stillLooks;
            record.failed(nowNs, nowNs, false, why);
        }
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    /** Nobody else is left: the engine is tried at the next frame. */
    void standbyFailed(long nowNs) {
        retryNs = nowNs;
    }

    /**
     * Hands a frame to the engine as well when a trial is due. One that puts itself right, as by a new process, waits
     * by its own back-off meanwhile; a trial before it is ready would only lengthen this one.
     */
    void tryEngine(Frame frame, long nowNs) {
        if (onStandby && !withdrawn && returned && !onTrial && nowNs - retryNs >= 0 && engine.isReady()) {
            onTrial = true;
            trialNs = nowNs;
            engine.begin(frame, nowNs);
        }
    }

    /** Looks at what became of a hang or a trial. */
    void tend(long nowNs, long hangTimeoutNs) {
        if (!onStandby || (returned && !onTrial)) {
            return;
        }
        int status = engine.poll(nowNs);
        if (status == EngineRun.RUNNING) {
            if (onTrial && nowNs - trialNs >= hangTimeoutNs) {
                returned = false;
                failTrial(nowNs);
            }
            return;
        }
        returned = true;
        if (!onTrial) {
            retryNs = nowNs + backOffNs;
        } else if (status != Perceiver.OK || nowNs - trialNs >= hangTimeoutNs) {
            failTrial(nowNs);
        } else {
            onTrial = false;
            good++;
            if (good >= PROBATION && !withdrawn) {
                readmit(nowNs);
            }
        }
    }

    /** @return when {@link #tend} has something to do by itself */
    long dueNs(long hangTimeoutNs) {
        if (!onStandby) {
            return Agent.NEVER;
        }
        long answerNs = engine.dueNs();
        long hungNs = onTrial ? trialNs + hangTimeoutNs : Agent.NEVER;
        return answerNs == Agent.NEVER || (hungNs != Agent.NEVER && hungNs - answerNs < 0) ? hungNs : answerNs;
    }

    private void failTrial(long nowNs) {
        onTrial = false;
        good = 0;
        backOffNs = Math.min(LONGEST_BACK_OFF_NS, 2 * backOffNs);
        retryNs = nowNs + backOffNs;
        record.failedTrial();
    }

    private void readmit(long nowNs) {
        onStandby = false;
        readmitted = true;
        readmittedNs = nowNs;
        record.readmitted();
    }
}
