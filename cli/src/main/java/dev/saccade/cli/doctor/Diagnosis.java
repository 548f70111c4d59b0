package dev.saccade.cli.doctor;

import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.ThreadPolicy;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param machine what it tells about itself
 * @param measured how late loops woke on it
 * @param remedies what would help, the most helpful first
 * @param seconds that each loop was measured
 */
public record Diagnosis(Machine machine, Measured measured, List<Remedy> remedies, int seconds) {
    /** Later than a period once in a thousand ticks: what the best of ordinary virtual machines hold. */
    private static final double SHARE = 0.001;

    private static final double TAIL = 99.9;

    /** Returns the diagnosis of a machine on which loops were measured. */
    public static Diagnosis of(Machine machine, Measured measured, int seconds) {
        return new Diagnosis(machine, measured, Remedy.of(machine, measured), seconds);
    }

    /** Returns whether a 1 kHz loop is held: every right granted, and at most one tick in a thousand over a period late. */
    public boolean holds() {
        return isPermitted() && WakeUps.shareOver1Ms(measured.ours()) <= SHARE;
    }

    /** Returns what {@link #holds} rests on, in words. */
    public String verdict() {
        if (!isPermitted()) {
            return "does not hold 1 kHz: not permitted what the first change below grants";
        }
        return holds()
                ? "holds 1 kHz: at most 1 tick in 1000 woke more than a period late"
                : "does not hold 1 kHz: more than 1 tick in 1000 woke more than a period late";
    }

    /** Returns our p99.9 lateness over that of the loop in C++. */
    public double tailRatio() {
        return ratio(measured.ours(), measured.peer());
    }

    private static double ratio(Latency ours, Latency peer) {
        return (double) ours.percentile(TAIL) / Math.max(1, peer.percentile(TAIL));
    }

    private boolean isPermitted() {
        return machine.allowsFifo(ThreadPolicy.CONTROL_PRIORITY)
                && machine.rights().allowsLock()
                && measured.refused().isEmpty();
    }
}
