package dev.saccade.cli.doctor;

import dev.saccade.pipeline.AgentThread;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.pipeline.WakeUpAgent;
import dev.saccade.time.MonotonicClock;
import java.io.IOException;

/** How late a 1 kHz loop wakes: ours, driven by the same thread and policy as the control loop. */
public final class WakeUps {
    /** Time between ticks of both loops, ns. */
    static final long PERIOD_NS = 1_000_000;

    private static final long BOUND_NS = 1_000_000;

    private WakeUps() {}

    /**
     * Runs ours to its end; blocks.
     *
     * @param into receives each tick's lateness
     * @return what the thread's policy was refused, empty when nothing
     */
    public static String ours(long ticks, Latency into) throws IOException, InterruptedException {
        WakeUpAgent agent = new WakeUpAgent(PERIOD_NS, ticks, into);
        AgentThread thread =
                new AgentThread(agent, MonotonicClock.SYSTEM, AgentThread.Idle.ABSOLUTE, null, ThreadPolicy.control());
        thread.start();
        thread.join(0);
        if (thread.failure() != null) {
            throw new IOException("the measured loop failed: " + thread.failure(), thread.failure());
        }
        return thread.refused();
    }

    /** Returns which share of the ticks woke later than 1 ms, 0..1. */
    public static double shareOver1Ms(Latency lateness) {
        return lateness.shareOver(BOUND_NS);
    }
}
