package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.frame.Signal;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks on a thread of its own, because an engine that hangs cannot be interrupted. A run owns its frame and its result
 * until the engine returns, however long that takes. Handing over neither locks nor allocates.
 */
final class WorkerRun implements EngineRun {
    private static final long JOIN_MS = 500;
    private static final int IDLE = 0;
    private static final int SUBMITTED = 1;

    private final Perceiver perceiver;
    private final Perception result;
    private final MonotonicClock clock;
    private final Signal done;
    private final Thread thread;
    private volatile int state = IDLE;
    private volatile boolean closing;
    /** Written before the state that hands them over. */
    private Frame frame;

    private int status = Perceiver.OK;
    private String lastError = "";
    private boolean lastFaultWasHang;

    /**
     * Starts the thread.
     *
     * @param result owned by this run; its maker frees it when {@link #isFree()}
     * @param name of the thread
     * @param done raised when the engine returns
     */
    WorkerRun(Perceiver perceiver, Perception result, String name, MonotonicClock clock, Signal done) {
        this.perceiver = perceiver;
        this.result = result;
        this.clock = clock;
        this.done = done;
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void begin(Frame next, long nowNs) {
        next.retain();
        frame = next;
        state = SUBMITTED;
        LockSupport.unpark(thread);
    }

    @Override
    public int poll(long nowNs) {
        return state == IDLE ? status : RUNNING;
    }

    @Override
    public long dueNs() {
        return Agent.NEVER;
    }

    @Override
    public Perception result() {
        return result;
    }

    @Override
    public boolean isReady() {
        return perceiver.isReady();
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public boolean lastFaultWasHang() {
        return lastFaultWasHang;
    }

    /** Waits a moment for an engine that is at work. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isFree() {
        return !thread.isAlive();
    }

    private void work() {
        ThreadPolicy.besideControl().apply();
        while (true) {
            if (state == SUBMITTED) {
                look();
            } else if (closing) {
                return;
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void look() {
        try {
            status = perceiver.perceive(frame, result, clock);
            if (status == Perceiver.FAULT) {
                lastError = perceiver.lastError();
                lastFaultWasHang = perceiver.lastFaultWasHang();
            }
        } catch (RuntimeException | Error e) {
            // A back end that throws is one that failed on this frame.
            lastError = e.toString();
            lastFaultWasHang = false;
            status = Perceiver.FAULT;
        }
        frame.release();
        state = IDLE;
        done.raise();
    }
}
