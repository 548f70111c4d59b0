package dev.saccade.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The time that a worker gets that gave no answer. One that runs out of memory, or crashes, takes a while to end, and
 * says of what when it does; one that is stopped or waits for ever uses no processor meanwhile and is not waited for. The
 * thread that started it.
 */
final class LastWords {
    /** No longer than the back-off, which runs meanwhile. */
    static final long IDLE_NS = RestartBackOff.FIRST_NS;
    /** While it is at work: an engine that spins is ended then. */
    static final long AT_WORK_NS = 3_000_000_000L;

    private static final long STEP_NS = 250_000_000L;
    private static final int NS_PER_MS = 1_000_000;
    /** Of /proc/PID/stat behind the name (proc(5)): time in user mode and in the kernel, ticks. */
    private static final int USER_TIME = 11;

    private static final int KERNEL_TIME = 12;

    private final Child child;
    private final long endNs;

    /** @param sinceNs when it was noticed, monotonic ns */
    LastWords(Child child, long sinceNs) {
        this.child = child;
        endNs = sinceNs + AT_WORK_NS;
    }

    /** Returns when it has ended, or is not worth waiting for any more. */
    void hear(BooleanSupplier closing) {
        long untilNs = endNs - AT_WORK_NS + IDLE_NS;
        long used = processorTime();
        long nowNs = System.nanoTime();
        while (nowNs - untilNs < 0 && !child.hasEnded() && !closing.getAsBoolean()) {
            child.waitFor((int) ((untilNs - nowNs) / NS_PER_MS) + 1);
            nowNs = System.nanoTime();
            if (nowNs - untilNs >= 0 && nowNs - endNs < 0) {
                long usedSince = processorTime();
                untilNs = usedSince > used ? nowNs + Math.min(STEP_NS, endNs - nowNs) : untilNs;
                used = usedSince;
            }
        }
    }

    /** Ticks; 0 when nobody tells. */
    private long processorTime() {
        try {
            String stat = Files.readString(Path.of("/proc/" + child.pid() + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[KERNEL_TIME]);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
