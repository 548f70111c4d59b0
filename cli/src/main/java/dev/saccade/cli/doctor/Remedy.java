package dev.saccade.cli.doctor;

import dev.saccade.pipeline.ThreadPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;

/**
 * What may be changed on a machine so that a loop wakes in time, the change that helps most first: rights that cost tens
 * of milliseconds when missing, then what takes the processor away for milliseconds, then what adds fractions of one.
 */
public enum Remedy {
    REAL_TIME_GROUP(
            (machine, measured) -> machine.groupRealTimeUs() == 0,
            "give the control group time for real-time threads: write 950000 to its cpu.rt_runtime_us, and to those above",
            "the kernel refuses SCHED_FIFO in a group that has none, whatever the rights"),
    FIFO(
            (machine, measured) -> !machine.rights().allowsFifo(ThreadPolicy.CONTROL_PRIORITY),
            "grant SCHED_FIFO: start by systemd/saccade.service, or set 'rtprio 90' in limits.conf and log in again",
            "an ordinary thread waits its turn behind any other work, tens of milliseconds on a busy machine"),
    REAL_TIME_THROTTLE(
            (machine, measured) ->
                    machine.realTimeRuntimeUs() >= 0 && machine.realTimeRuntimeUs() < 0.5 * machine.realTimePeriodUs(),
            "raise real-time throttling: sysctl kernel.sched_rt_runtime_us=950000",
            "all real-time threads together are stopped for more than half of every period"),
    MEMORY_LOCK(
            (machine, measured) -> !machine.rights().allowsLock(),
            "grant memory locking: start by systemd/saccade.service, or set 'memlock unlimited' in limits.conf",
            "a page that was given back is read from the disk while the tick waits"),
    QUOTA(
            (machine, measured) -> machine.quota() >= 0
                    && machine.quota() < machine.processors().size(),
            "lift the control group's processor quota (CPUQuota=, docker --cpus)",
            "once it is used up, perception and the threads that a safepoint waits for stop until the next period"),
    GOVERNOR(
            (machine, measured) -> machine.governors().stream().anyMatch(g -> !g.equals("performance")),
            "set the clock's governor: cpupower frequency-set -g performance",
            "a processor that clocks down between ticks begins each tick slowly"),
    PROCESSORS(
            (machine, measured) -> machine.processors().size() < 3,
            "give this process three processors or more",
            "with fewer the control thread shares its processor with inference and interrupts"),
    PREEMPT_RT(
            (machine, measured) -> !machine.preemptRt() && !machine.virtual(),
            "boot a PREEMPT_RT kernel (Debian: linux-image-rt-amd64; from 6.12 on: CONFIG_PREEMPT_RT)",
            "other kernels finish long system calls and interrupts of others first"),
    ISOLATION(
            (machine, measured) -> machine.isolated().isEmpty()
                    && !machine.virtual()
                    && machine.processors().size() >= 3,
            "isolate the last processor: boot with isolcpus=N rcu_nocbs=N, N being its number",
            "kernel threads and interrupts of other work still run on the control thread's processor"),
    IDLE_STATES(
            (machine, measured) -> machine.idleExitUs() > 100,
            "forbid deep idle states: hold /dev/cpu_dma_latency open with 0, or boot with intel_idle.max_cstate=1",
            "a processor that sleeps deeply takes that long to wake"),
    CLOCK(
            (machine, measured) -> machine.clockSource().equals("hpet")
                    || machine.clockSource().equals("acpi_pm"),
            "use the processor's own clock: boot with tsc=reliable, if the machine's clocks do agree",
            "each reading of the clock is a system call and a slow bus access"),
    BARE_METAL(
            (machine, measured) -> machine.virtual() && measured.peer().percentile(99.9) > 500_000,
            "run on bare metal, or have the host pin and reserve the virtual processors",
            "the loop in C++ is late as well: the host takes the processor away, and nothing in here sees it");

    private final BiPredicate<Machine, Measured> applies;
    private final String change;
    private final String reason;

    Remedy(BiPredicate<Machine, Measured> applies, String change, String reason) {
        this.applies = applies;
        this.change = change;
        this.reason = reason;
    }

    /** Returns those that would help this machine, the most helpful first. */
    public static List<Remedy> of(Machine machine, Measured measured) {
        List<Remedy> found = new ArrayList<>();
        for (Remedy remedy : values()) {
            if (remedy.applies.test(machine, measured)) {
                found.add(remedy);
            }
        }
        return found;
    }

    /** Returns the stable name that JSON gives it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns what to do, one line. */
    public String change() {
        return change;
    }

    /** Returns why, one line. */
    public String reason() {
        return reason;
    }
}
