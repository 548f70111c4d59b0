package dev.saccade.control;

import org.slf4j.Logger;

/** Logs what a user's code threw: the first of a class with its stack, the others in one line, at most one a second. */
final class ThrownLog {
    private static final long INTERVAL_NS = 1_000_000_000;

    private final Logger log;
    private final String what;
    private Throwable reported;
    private long reportedNs;

    /** @param what as in "controller threw; SAFE until re-armed" */
    ThrownLog(Logger log, String what) {
        this.log = log;
        this.what = what;
    }

    void tell(Throwable thrown, long timeNs) {
        boolean sameClass = reported != null && reported.getClass() == thrown.getClass();
        if (reported != null && (thrown == reported || timeNs - reportedNs < INTERVAL_NS)) {
            return;
        }
        reported = thrown;
        reportedNs = timeNs;
        if (sameClass) {
            log.error("{}, again: {}", what, LoopEnd.oneLine(thrown));
        } else {
            log.error(what, thrown);
        }
    }
}
