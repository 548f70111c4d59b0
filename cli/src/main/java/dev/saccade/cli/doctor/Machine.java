package dev.saccade.cli.doctor;

import dev.saccade.pipeline.Rights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Linux machine tells about itself, as far as it decides how late a loop wakes. Numbers that a machine does not
 * tell are -1, words that it does not tell are empty.
 *
 * @param kernel its release, as in {@code uname -r}
 * @param preemptRt whether it is a PREEMPT_RT kernel
 * @param rights of this process
 * @param processors numbers of those that this process may use
 * @param isolated numbers of those that ordinary work is kept off ({@code isolcpus}, or an isolated partition)
 * @param governors of the processors' clock, each once; empty where the machine shows none
 * @param idleExitUs longest time to wake a processor from an idle state that is not disabled
 * @param clockSource of the kernel
 * @param realTimeRuntimeUs of each period all real-time threads together may run so long; -1 for no limit
 * @param realTimePeriodUs period of that limit
 * @param groupRealTimeUs the control group's share for real-time threads, where the kernel has groups of them; or -1
 * @param quota processors that the control group may use, as in 1.5; or -1 for no limit
 * @param swaps whether any swap is on
 * @param virtual whether a hypervisor is below
 */
public record Machine(
        String kernel,
        boolean preemptRt,
        Rights rights,
        List<Integer> processors,
        List<Integer> isolated,
        List<String> governors,
        long idleExitUs,
        String clockSource,
        long realTimeRuntimeUs,
        long realTimePeriodUs,
        long groupRealTimeUs,
        double quota,
        boolean swaps,
        boolean virtual) {
    /**
     * Reads them.
     *
     * @param root directory that holds {@code proc} and {@code sys}
     * @throws IOException when the process's own entries cannot be read
     */
    public static Machine read(Path root) throws IOException {
        Path proc = root.resolve("proc");
        Path sys = root.resolve("sys");
        SystemFiles files = new SystemFiles();
        Path cpu = sys.resolve("devices/system/cpu");
        Cgroup group = Cgroup.read(root);
        return new Machine(
                files.text(proc.resolve("sys/kernel/osrelease")),
                files.number(sys.resolve("kernel/realtime"), 0) == 1
                        || files.text(proc.resolve("version")).contains("PREEMPT_RT"),
                Rights.read(proc),
                SystemFiles.ranges(files.entry(proc.resolve("self/status"), "Cpus_allowed_list")),
                SystemFiles.ranges(files.text(cpu.resolve("isolated"))),
                files.texts(cpu, "cpu[0-9]*", "cpufreq/scaling_governor"),
                idleExitUs(files, cpu),
                files.text(sys.resolve("devices/system/clocksource/clocksource0/current_clocksource")),
                files.number(proc.resolve("sys/kernel/sched_rt_runtime_us"), -1),
                files.number(proc.resolve("sys/kernel/sched_rt_period_us"), -1),
                group.realTimeUs(),
                group.quota(),
                files.lines(proc.resolve("swaps")).size() > 1,
                files.entry(proc.resolve("cpuinfo"), "flags").contains("hypervisor")
                        || files.number(sys.resolve("hypervisor/properties/features"), -1) >= 0);
    }

    private static long idleExitUs(SystemFiles files, Path cpu) {
        long longest = -1;
        Path states = cpu.resolve("cpu0/cpuidle");
        for (Path state : files.matching(states, "state[0-9]*")) {
            if (files.number(state.resolve("disable"), 0) == 0) {
                longest = Math.max(longest, files.number(state.resolve("latency"), -1));
            }
        }
        return longest;
    }

    /** Returns whether a thread of this process may become SCHED_FIFO at a priority. */
    public boolean allowsFifo(int priority) {
        return rights.allowsFifo(priority) && groupRealTimeUs != 0;
    }
}
