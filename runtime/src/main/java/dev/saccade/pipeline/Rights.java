package dev.saccade.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system lets this process do for real time, as {@code /proc/self} tells.
 *
 * @param setsPriorities whether CAP_SYS_NICE is effective: any real-time priority
 * @param realTimeLimit highest real-time priority without the capability, 0 for none (RLIMIT_RTPRIO)
 * @param locksMemory whether CAP_IPC_LOCK is effective: memory may be locked without limit
 * @param lockedBytesLimit bytes that may be locked without the capability, {@link Long#MAX_VALUE} for all
 *     (RLIMIT_MEMLOCK)
 * @param niceLimit 20 less the lowest nice value without the capability (RLIMIT_NICE)
 */
public record Rights(
        boolean setsPriorities, long realTimeLimit, boolean locksMemory, long lockedBytesLimit, long niceLimit) {
    private static final int CAP_IPC_LOCK = 14;
    private static final int CAP_SYS_NICE = 23;
    private static final String CAPABILITIES = "CapEff:";
    private static final String PRIORITY = "Max realtime priority";
    private static final String LOCKED = "Max locked memory";
    private static final String NICE = "Max nice priority";
    /** The limit that stands for a nice value of 0. */
    private static final int ORDINARY = 20;

    /**
     * Reads them.
     *
     * @param proc {@code /proc}, or a directory that stands for it
     * @return rights of the process that reads
     * @throws IOException when {@code self/status} or {@code self/limits} cannot be read
     */
    public static Rights read(Path proc) throws IOException {
        long capabilities = 0;
        for (String line : Files.readAllLines(proc.resolve("self/status"))) {
            if (line.startsWith(CAPABILITIES)) {
                capabilities = Long.parseUnsignedLong(
                        line.substring(CAPABILITIES.length()).strip(), 16);
            }
        }
        long priority = 0;
        long locked = 0;
        long nice = 0;
        for (String line : Files.readAllLines(proc.resolve("self/limits"))) {
            if (line.startsWith(PRIORITY)) {
                priority = limit(line, PRIORITY);
            } else if (line.startsWith(LOCKED)) {
                locked = limit(line, LOCKED);
            } else if (line.startsWith(NICE)) {
                nice = limit(line, NICE);
            }
        }
        return new Rights(
                (capabilities >>> CAP_SYS_NICE & 1) == 1,
                priority,
                (capabilities >>> CAP_IPC_LOCK & 1) == 1,
                locked,
                nice);
    }

    /** The soft limit: the first word after the name. */
    private static long limit(String line, String name) {
        String soft = line.substring(name.length()).strip().split("\\s+")[0];
        return soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft);
    }

    /**
     * Whether a thread of this process may ask for a priority.
     *
     * @param priority 1..99
     * @return whether the kernel will look no further than its group's real-time budget
     */
    public boolean allowsFifo(int priority) {
        return setsPriorities || realTimeLimit >= priority;
    }

    /** @return whether a thread may come back to nice 0, and so from SCHED_IDLE to the ordinary policy */
    public boolean allowsNice() {
        return setsPriorities || niceLimit >= ORDINARY;
    }

    /** @return whether all memory may be locked, so that no later allocation fails on a limit */
    public boolean allowsLock() {
        return locksMemory || lockedBytesLimit == Long.MAX_VALUE;
    }
}
