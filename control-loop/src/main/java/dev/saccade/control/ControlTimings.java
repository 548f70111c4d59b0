package dev.saccade.control;

import dev.saccade.pipeline.Latency;

/** Durations of a control loop's ticks. Recorded by the control thread; read after the loop has ended. */
public final class ControlTimings {
    private final long periodNs;
    private final Latency lateness = new Latency();
    private final Latency decide = new Latency();
    private final Latency send = new Latency();

    ControlTimings(long periodNs) {
        this.periodNs = periodNs;
    }

    void record(long latenessNs, long decideNs, long sendNs) {
        lateness.record(latenessNs);
        decide.record(decideNs);
        send.record(sendNs);
    }

    /** @return scheduled to woken, with the ticks that a stall prevented put back (coordinated omission) */
    public Latency lateness() {
        return lateness.corrected(periodNs);
    }

    /** @return scheduled to woken, only ticks that ran */
    public Latency rawLateness() {
        return lateness;
    }

    /** @return woken to decided */
    public Latency decide() {
        return decide;
    }

    /** @return decided to sent */
    public Latency send() {
        return send;
    }
}
