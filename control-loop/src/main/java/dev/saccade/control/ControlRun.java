package dev.saccade.control;

import dev.saccade.pipeline.Agent;
import dev.saccade.pipeline.AgentThread;
import dev.saccade.pipeline.RealTime;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of a loop on threads: control under SCHED_FIFO on a processor of its own where permitted, the others ordinary
 * beside it. {@link #run()} once; {@link #stop()} and the counters of {@link #parts()} from any thread.
 *
 * @param <C> the vehicle's command
 */
public final class ControlRun<C extends Command> implements AutoCloseable {
    private static final long SUPERVISE_MS = 5;
    private static final long JOIN_MS = 5_000;
    /** After it the safe command does not wait for the control thread any longer. */
    private static final long GRACE_MS = 500;

    private final LoopParts<C> parts;
    private final Arming arming;
    private final TickWatch watch;
    private final long durationNs;
    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final RealTime realTime = new RealTime();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AgentThread log;
    private final AgentThread control;
    private final AgentThread perception;
    private final AgentThread camera;
    /** Null without a shadow; what becomes of it is nobody's concern here. */
    private final AgentThread shadow;

    private final Thread dryRun;
    private volatile Throwable dryRunFailure;
    /** Sends the last safe command for a control thread that is stuck; made once. */
    private Thread standIn;
    /** The dry run was begun, or given up. */
    private boolean rehearsing;

    private boolean joined = true;
    private boolean concluded;

    ControlRun(LoopParts<C> parts, LoopPlan plan, long durationNs) {
        this.parts = parts;
        arming = new Arming(parts, plan);
        watch = new TickWatch(parts.control(), parts.watchRing());
        this.durationNs = durationNs;
        log = thread(parts.events(), AgentThread.Idle.PARK, ThreadPolicy.besideControl());
        control = thread(parts.control(), AgentThread.Idle.ABSOLUTE, ThreadPolicy.control());
        perception = new AgentThread(
                parts.perception(),
                clock,
                AgentThread.Idle.PARK,
                parts.ring().published(),
                ThreadPolicy.besideControl());
        camera = new AgentThread(
                parts.camera(), clock, AgentThread.Idle.PARK, parts.ring().leased(), ThreadPolicy.besideControl());
        shadow = parts.shadow() == null
                ? null
                : new AgentThread(
                        parts.shadow(),
                        clock,
                        AgentThread.Idle.PARK,
                        parts.shadow().signal(),
                        ThreadPolicy.besideControl());
        dryRun = new Thread(this::runDry, "saccade-dry-run");
        dryRun.setDaemon(true);
    }

    /** @return agents, counters and timings */
    public LoopParts<C> parts() {
        return parts;
    }

    /** @return what the warm-up measured, or null before its end */
    public MaxAgeRule rule() {
        return arming.rule();
    }

    /** @return what the warm-up measured of the standby, or null before its end and without one */
    public MaxAgeRule standbyRule() {
        return arming.standbyRule();
    }

    /** @return how long the engine may look at a frame before the standby does, ns; 0 before the warm-up's end */
    public long hangTimeoutNs() {
        return arming.hangTimeoutNs();
    }

    /** @return what the system did not permit this run, and how to grant it, one line; empty when nothing */
    public String refused() {
        String thread = control.refused();
        String process = realTime.missing();
        return thread.isEmpty() || process.isEmpty() ? thread + process : thread + "; " + process;
    }

    /**
     * Latches SAFE until {@link #rearm()}; any thread, effective at the next tick.
     *
     * @param who asked for it, told in the log and at the end
     */
    public void operatorStop(String who) {
        parts.control().operatorStop(who);
    }

    /**
     * Forgives what latched SAFE (a controller that threw or kept its view, an operator, a pilot who took over, an outlet
     * that went safe by itself) and what held it there (a faulty actuator), after an operator has removed the cause; any
     * thread, effective at the next tick, where the actuator is re-armed too. The loop steers again after results as
     * after any SAFE.
     */
    public void rearm() {
        parts.control().rearm();
    }

    /** Asks the run to end; any thread, signal handlers included. The safe command is sent last. */
    public void stop() {
        // In this order, so that an ended thread tells whether it was asked to.
        stop.countDown();
        parts.control().stop();
    }

    /**
     * Runs until the end.
     *
     * @return how it ended
     * @throws LoopConfigurationException when the maximum age asked for is below what the warm-up measured; its message
     *     also tells when the vehicle may not be safe
     */
    public LoopEnd run() {
        Thread hook = new Thread(this::stopAtExit, "saccade-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        joined = false;
        LoopEnd end;
        try {
            realTime.prepare();
            log.start();
            control.start();
            perception.start();
            camera.start();
            if (shadow != null) {
                shadow.start();
            }
            end = supervise();
        } catch (LoopConfigurationException refusal) {
            end();
            String unsafe = parts.control().unsafe();
            throw unsafe.isEmpty() ? refusal : new LoopConfigurationException(refusal.getMessage() + "; " + unsafe);
        } finally {
            end();
            removeHook(hook);
        }
        return judged(end);
    }

    /** Frees frames and perceptions; every tap has been read. Idempotent. */
    @Override
    public void close() {
        // Memory that a thread may still touch is not freed under it.
        if (joined) {
            parts.close();
        }
    }

    private LoopEnd supervise() {
        long startNs = clock.nanoTime();
        try {
            while (!stop.await(SUPERVISE_MS, TimeUnit.MILLISECONDS)) {
                realTime.supervise(clock.nanoTime());
                rehearse();
                arm();
                if (watch.look(clock.nanoTime())) {
                    return new LoopEnd(LoopEnd.Cause.CONTROLLER_FAULT, "");
                }
                LoopEnd end = ended(startNs);
                if (end != null) {
                    return end;
                }
            }
            return new LoopEnd(LoopEnd.Cause.STOPPED, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoopEnd(LoopEnd.Cause.INTERRUPTED, "");
        }
    }

    /** The dry run waits for the first result, which it would delay where processors are few. */
    private void rehearse() {
        if (!rehearsing && parts.perception().firstResultNs() != 0) {
            rehearsing = true;
            dryRun.start();
        }
    }

    /** Once everything is warm, the perceivers' latency decides. */
    private void arm() {
        if (parts.perception().isWarm() && rehearsing && !dryRun.isAlive()) {
            arming.arm();
        }
    }

    /** The cause of the end, with what the controller and the actuator make of it. */
    private LoopEnd judged(LoopEnd end) {
        ControlAgent<C> agent = parts.control();
        LoopEnd told = end.judged(agent);
        return control.isAlive() && agent.unsafe().isEmpty()
                ? told.withControllerFault("controller has not returned from tick "
                        + agent.counters().ticks() + "; the safe command was sent without it")
                : told;
    }

    private LoopEnd ended(long startNs) {
        for (AgentThread thread : List.of(camera, perception, control)) {
            if (thread.failure() != null) {
                return new LoopEnd(LoopEnd.Cause.THREAD_FAILED, name(thread) + ": " + thread.failure());
            }
        }
        if (dryRunFailure != null) {
            return new LoopEnd(LoopEnd.Cause.THREAD_FAILED, "dry run: " + dryRunFailure);
        }
        if (parts.camera().fault() != null) {
            return new LoopEnd(LoopEnd.Cause.SOURCE_FAILED, parts.camera().fault());
        }
        if (!control.isAlive()) {
            return new LoopEnd(stop.getCount() == 0 ? LoopEnd.Cause.STOPPED : LoopEnd.Cause.SOURCE_ENDED, "");
        }
        return clock.nanoTime() - startNs >= durationNs ? new LoopEnd(LoopEnd.Cause.DURATION, "") : null;
    }

    private String name(AgentThread thread) {
        return thread == camera ? "camera thread" : thread == perception ? "perception thread" : "control thread";
    }

    private void runDry() {
        try {
            ThreadPolicy.besideControl().apply();
            parts.dryRun().run();
        } catch (Throwable thrown) {
            dryRunFailure = thrown;
        }
    }

    /** Control first, so that the safe command goes out at once; the log last, so that it tells of it. */
    private void end() {
        if (concluded) {
            return;
        }
        concluded = true;
        endControl();
        boolean all = true;
        for (AgentThread thread : List.of(control, camera, perception, log)) {
            if (thread == log) {
                parts.events().stop();
            }
            thread.stop();
            all &= joinPatiently(thread, JOIN_MS);
        }
        if (shadow != null) {
            shadow.stop();
            all &= joinPatiently(shadow, JOIN_MS);
        }
        if (!rehearsing) {
            rehearsing = true;
            parts.dryRun().discard();
        }
        joined = all;
    }

    private void endControl() {
        parts.control().stop();
        control.stop();
        if (!joinPatiently(control, GRACE_MS)) {
            sendInstead();
        }
    }

    /** On a thread of its own, so that an actuator that blocks holds up neither the end nor the exit of the JVM. */
    private void sendInstead() {
        synchronized (control) {
            if (standIn == null) {
                standIn = new Thread(parts.control()::sendLastInstead, "saccade-stand-in");
                standIn.setDaemon(true);
                standIn.start();
            }
        }
        try {
            standIn.join(GRACE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean joinPatiently(AgentThread thread, long millis) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return thread.join(millis);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopAtExit() {
        stop();
        endControl();
        // Inside the actuator, it alone can send: it gets the time for it.
        if (!parts.control().unsafe().isEmpty()) {
            joinPatiently(control, JOIN_MS);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook is running or has run.
        }
    }

    private AgentThread thread(Agent agent, AgentThread.Idle idle, ThreadPolicy policy) {
        return new AgentThread(agent, clock, idle, null, policy);
    }
}
