package dev.saccade.pipeline;

import dev.saccade.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a process does for real time beside its threads' own policies: locks its memory and raises the JVM's threads that
 * a safepoint needs. What is not permitted is left out and told, with what grants it. One thread, the one that starts
 * and supervises the others; {@link #missing()} from any.
 */
public final class RealTime {
    /** What grants everything. */
    public static final String REMEDY =
            "start it by systemd/saccade.service, or raise the limits rtprio and memlock (docs/real-time.md)";

    private static final Path PROC = Path.of("/proc");
    private static final long SCAN_NS = 5_000_000_000L;

    private volatile String missing = "";
    private boolean raises;
    private long scanNs;

    /** Makes one that has done nothing yet. */
    public RealTime() {}

    /** Locks and raises; once, before the threads of a run start. Takes about a millisecond. */
    public void prepare() {
        String lock;
        Rights rights;
        try {
            rights = Rights.read(PROC);
            lock = MemoryLock.apply(rights);
        } catch (IOException e) {
            missing = "rights unknown: " + e.getMessage();
            return;
        }
        int raised = JvmThreads.raise();
        raises = raised >= 0;
        String refused = raises ? "" : "SCHED_FIFO " + JvmThreads.PRIORITY + " for the JVM's own threads not permitted";
        String all = lock.isEmpty() || refused.isEmpty() ? lock + refused : refused + "; " + lock;
        missing = all.isEmpty() ? "" : all + "; to grant it: " + REMEDY;
    }

    /**
     * Raises JVM threads that came later; looks for them every five seconds, and does nothing in between.
     *
     * @param nowNs monotonic ns
     */
    public void supervise(long nowNs) {
        if (!raises || nowNs - scanNs < 0) {
            return;
        }
        scanNs = nowNs + SCAN_NS;
        int raised = JvmThreads.raise();
        raises = raised != -Posix.EPERM;
    }

    /** @return what is not permitted and what grants it, one line; empty when nothing is missing */
    public String missing() {
        return missing;
    }
}
