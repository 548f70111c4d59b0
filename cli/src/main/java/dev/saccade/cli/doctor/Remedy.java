package dev.saccade.cli.doctor;

import dev.saccade.pipeline.ThreadPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What may be changed on a machine so that a loop wakes in time, the change that helps most first: rights that cost tens
 * of milliseconds when missing, then what takes the processor away for milliseconds, then what adds fractions of one.
 */
public enum Remedy {
    REAL_TIME_GROUP(
            "give the control group time for real-time threads: write 950000 to its cpu.rt_runtime_us, and to those above",
            "the kernel refuses SCHED_FIFO in a group that has none, whatever the rights"),
    FIFO(
            "grant SCHED_FIFO: start by systemd/saccade.service, or copy systemd/limits.conf and log in again",
            "an ordinary thread waits its turn behind any other work, tens of milliseconds on a busy machine"),
    REAL_TIME_THROTTLE(
            "raise real-time throttling: sysctl kernel.sched_rt_runtime_us=950000",
            "all real-time threads together are stopped for more than half of every period"),
    MEMORY_LOCK(
            "grant memory locking: start by systemd/saccade.service, or copy systemd/limits.conf and log in again",
            "a page that was given back is read from the disk while the tick waits"),
    QUOTA(
            "lift the control group's processor quota (CPUQuota=, docker --cpus)",
            "once it is used up, perception and the threads that a safepoint waits for stop until the next period"),
    GOVERNOR(
            "set the clock's governor: cpupower frequency-set -g performance",
            "a processor that clocks down between ticks begins each tick slowly"),
    PROCESSORS(
            "give this process three processors or more",
            "with fewer the control thread shares its processor with inference and interrupts"),
    PREEMPT_RT(
            "boot a PREEMPT_RT kernel (Debian: linux-image-rt-amd64; from 6.12 on: CONFIG_PREEMPT_RT)",
            "other kernels finish long system calls and interrupts of others first"),
    ISOLATION(
            "isolate the last processor: boot with isolcpus=N rcu_nocbs=N, N being its number",
            "kernel threads and interrupts of other work still run on the control thread's processor"),
    IDLE_STATES(
            "forbid deep idle states: hold /dev/cpu_dma_latency open with 0, or boot with intel_idle.max_cstate=1",
            "a processor that sleeps deeply takes that long to wake"),
    CLOCK(
            "use the processor's own clock: boot with tsc=reliable, if the machine's clocks do agree",
            "each reading of the clock is a system call and a slow bus access"),
    BARE_METAL(
            "run on bare metal, or have the host pin and reserve the virtual processors",
            "the loop in C++ is late as well: the host takes the processor away, and nothing in here sees it");

    private static final int ROOM_FOR_CONTROL = 3;
    private static final long DEEP_IDLE_US = 100;
    private static final long PEER_TAIL_NS = 500_000;

    private final String change;
    private final String reason;

    Remedy(String change, String reason) {
        this.change = change;
        this.reason = reason;
    }

    /** Returns those that would help this machine, the most helpful first. */
    public static List<Remedy> of(Machine machine, Measured measured) {
        return Arrays.stream(values())
                .filter(remedy -> remedy.helps(machine, measured))
                .toList();
    }

    private boolean helps(Machine machine, Measured measured) {
        int processors = machine.processors().size();
        return switch (this) {
            case REAL_TIME_GROUP -> machine.groupRealTimeUs() == 0;
            case FIFO -> !machine.rights().allowsFifo(ThreadPolicy.CONTROL_PRIORITY);
            case REAL_TIME_THROTTLE ->
                machine.realTimeRuntimeUs() >= 0 && 2 * machine.realTimeRuntimeUs() < machine.realTimePeriodUs();
            case MEMORY_LOCK -> !machine.rights().allowsLock();
            case QUOTA -> machine.quota() >= 0 && machine.quota() < processors;
            case GOVERNOR -> machine.governors().stream().anyMatch(g -> !g.equals("performance"));
            case PROCESSORS -> processors < ROOM_FOR_CONTROL;
            case PREEMPT_RT -> !machine.preemptRt() && !machine.virtual();
            case ISOLATION -> machine.isolated().isEmpty() && !machine.virtual() && processors >= ROOM_FOR_CONTROL;
            case IDLE_STATES -> machine.idleExitUs() > DEEP_IDLE_US;
            case CLOCK -> List.of("hpet", "acpi_pm").contains(machine.clockSource());
            case BARE_METAL -> machine.virtual() && measured.peer().percentile(99.9) > PEER_TAIL_NS;
        };
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
