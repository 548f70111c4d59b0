package dev.saccade.cli;

import dev.saccade.pipeline.PerceptionAgent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** When the process began, on the monotonic clock, so that the time to the first result can be told. */
record RunStart(long startNs) {
    private static final double NS_PER_MS = 1e6;
    private static final Path SELF = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");
    /** proc(5): field 22, counted from the state, which follows the name in brackets. */
    private static final int START_TIME = 22 - 3;
    /** USER_HZ, fixed by the kernel's interface. */
    private static final long NS_PER_TICK = 10_000_000;

    /**
     * Reads the process's own start time, to 20 ms. The launcher becomes the JVM by exec, so its time counts. Not
     * {@link ProcessHandle}: it adds ticks to a boot time in whole seconds, which is up to a second too early.
     */
    static RunStart ofThisProcess() {
        return new RunStart(System.nanoTime() - sinceStartNs());
    }

    private static long sinceStartNs() {
        try {
            String stat = Files.readString(SELF);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            String uptime = Files.readString(UPTIME);
            double upNs = Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1e9;
            return (long) upNs - Long.parseLong(fields[START_TIME]) * NS_PER_TICK;
        } catch (IOException | RuntimeException e) {
            // No proc file system: the JVM's own start is the nearest that is known.
            return (long) (ManagementFactory.getRuntimeMXBean().getUptime() * NS_PER_MS);
        }
    }

    /** Process start to the first published result, ms; 0 when there was none. */
    double firstResultMs(PerceptionAgent agent) {
        return agent.firstResultNs() == 0 ? 0 : (agent.firstResultNs() - startNs) / NS_PER_MS;
    }
}
