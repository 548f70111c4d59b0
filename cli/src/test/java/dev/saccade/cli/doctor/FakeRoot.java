package dev.saccade.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that stands for the root of a machine on which nothing is left to change. */
record FakeRoot(Path root) {
    static FakeRoot good(Path root) {
        FakeRoot fake = new FakeRoot(root);
        fake.status("0000000000000000", "0-3");
        fake.limits("90", "unlimited");
        fake.put("proc/self/cgroup", "0::/vehicle.slice/saccade.service");
        fake.put("proc/sys/kernel/osrelease", "6.12.0-rt");
        fake.put("proc/version", "Linux version 6.12.0-rt #1 SMP PREEMPT_RT");
        fake.put("proc/sys/kernel/sched_rt_runtime_us", "950000");
        fake.put("proc/sys/kernel/sched_rt_period_us", "1000000");
        fake.put("proc/swaps", "Filename Type Size Used Priority");
        fake.put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu sse2 avx2");
        fake.put("sys/kernel/realtime", "1");
        fake.put("sys/devices/system/cpu/isolated", "3");
        for (int cpu = 0; cpu < 4; cpu++) {
            fake.put("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor", "performance");
        }
        fake.put("sys/devices/system/cpu/cpu0/cpuidle/state1/latency", "2");
        fake.put("sys/devices/system/cpu/cpu0/cpuidle/state2/latency", "900");
        fake.put("sys/devices/system/cpu/cpu0/cpuidle/state2/disable", "1");
        fake.put("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        fake.put("sys/fs/cgroup/vehicle.slice/saccade.service/cpu.max", "max 100000");
        fake.put("sys/fs/cgroup/vehicle.slice/cpu.max", "max 100000");
        return fake;
    }

    void status(String capabilities, String processors) {
        put(
                "proc/self/status",
                "Name:\tjava\nCapEff:\t" + capabilities + "\nCpus_allowed:\tf\nCpus_allowed_list:\t" + processors);
    }

    void limits(String priority, String locked) {
        put(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units\n"
                        + "Max locked memory         " + locked + "              " + locked + "              bytes\n"
                        + "Max realtime priority     " + priority + "                    " + priority);
    }

    void put(String file, String content) {
        Path path = root.resolve(file);
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, content + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Machine read() throws IOException {
        return Machine.read(root);
    }
}
