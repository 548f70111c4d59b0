package dev.saccade.pipeline;

import dev.saccade.posix.Posix;

/**
 * Keeps the process in memory, so that a tick never waits for a disk: what is in use now, and every page from its first
 * use on. Pages that nothing ever touched are left out (MCL_ONFAULT): a collector reserves far more than it uses, and to
 * bring all of it in costs hundreds of megabytes and a second of start-up.
 */
final class MemoryLock {
    private static final int BYTES_PER_MIB = 1 << 20;

    private MemoryLock() {}

    /**
     * Locks, where no later allocation can fail for it: below a limit the lock itself would succeed, and then the first
     * mapping beyond the limit fails, in the middle of a run.
     *
     * @return what is missing, empty when locked
     */
    static String apply(Rights rights) {
        if (!rights.allowsLock()) {
            return "memory lock not permitted (limit " + rights.lockedBytesLimit() / BYTES_PER_MIB + " MiB)";
        }
        int status = Posix.lockMemory(false);
        return status == 0 ? "" : "memory lock refused (errno " + -status + ")";
    }
}
