package dev.saccade.cli.doctor;

import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.Rights;
import dev.saccade.pipeline.ThreadPolicy;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A diagnosis in lines for people. */
public final class DiagnosisText {
    private static final double US_PER_MS = 1e3;
    private static final long BYTES_PER_MIB = 1 << 20;

    private final PrintWriter out;

    /** Prints to a writer that stays open. */
    public DiagnosisText(PrintWriter out) {
        this.out = out;
    }

    /** Prints all of it; {@code kernels} and {@code gpu} are one line each. */
    public void print(Diagnosis diagnosis, String kernels, String gpu) {
        machine(diagnosis.machine());
        line("kernels", "%s", kernels);
        line("gpu", "%s", gpu);
        line("wake-up", "1 kHz, %d s of each loop, in turns of a quarter of a second", diagnosis.seconds());
        lateness("saccade", diagnosis.measured().ours());
        lateness("C++", diagnosis.measured().peer());
        line("", "%-8s p99.9 %.2f times that of C++", "ratio", diagnosis.tailRatio());
        line("verdict", "%s", diagnosis.verdict());
        remedies(diagnosis.remedies());
    }

    private void machine(Machine machine) {
        line(
                "machine",
                "Linux %s, %s%s",
                machine.kernel(),
                machine.preemptRt() ? "PREEMPT_RT" : "not PREEMPT_RT",
                machine.virtual() ? ", virtual" : "");
        Rights rights = machine.rights();
        line(
                "rights",
                "SCHED_FIFO %s, memory lock %s",
                machine.allowsFifo(ThreadPolicy.CONTROL_PRIORITY)
                        ? "yes"
                        : "no (rtprio " + rights.realTimeLimit() + ")",
                rights.allowsLock() ? "yes" : "no (limit " + rights.lockedBytesLimit() / BYTES_PER_MIB + " MiB)");
        line(
                "cpus",
                "%d, isolated %s, control group's quota %s",
                machine.processors().size(),
                or(machine.isolated().stream().map(String::valueOf).collect(Collectors.joining(",")), "none"),
                machine.quota() < 0 ? "none" : String.format(Locale.ROOT, "%.2f", machine.quota()));
        line(
                "clock",
                "source %s, governor %s, deepest idle state %s",
                or(machine.clockSource(), "unknown"),
                or(String.join(",", machine.governors()), "not shown"),
                machine.idleExitUs() < 0 ? "not shown" : "wakes in " + machine.idleExitUs() + " us");
        line(
                "kernel",
                "real-time threads may run %s, swap %s",
                machine.realTimeRuntimeUs() < 0
                        ? "without limit"
                        : String.format(
                                Locale.ROOT,
                                "%.0f of %.0f ms",
                                machine.realTimeRuntimeUs() / US_PER_MS,
                                machine.realTimePeriodUs() / US_PER_MS),
                machine.swaps() ? "on" : "off");
    }

    private void lateness(String who, Latency ns) {
        line(
                "",
                "%-8s p50 %.0f us, p99 %.0f us, p99.9 %.0f us, max %.0f us, later than 1 ms %.3f %%",
                who,
                ns.percentile(50) / 1e3,
                ns.percentile(99) / 1e3,
                ns.percentile(99.9) / 1e3,
                ns.max() / 1e3,
                100 * WakeUps.shareOver1Ms(ns));
    }

    private void remedies(List<Remedy> remedies) {
        for (int i = 0; i < remedies.size(); i++) {
            Remedy remedy = remedies.get(i);
            line(i == 0 ? "change" : "then", "%s", remedy.change());
            line("", "because %s", remedy.reason());
        }
        if (remedies.isEmpty()) {
            line("change", "nothing that this program knows of");
        }
    }

    private void line(String name, String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, "%-9s ", name) + String.format(Locale.ROOT, format, arguments));
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }
}
