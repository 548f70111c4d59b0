package dev.saccade.control;

import java.time.Duration;
import java.util.Locale;

/**
 * The timing that was asked for, checked for contradictions before anything starts.
 *
 * @param periodNs from tick to tick
 * @param deadlineNs capture to result, {@link Long#MAX_VALUE} when none
 * @param maxAgeNs oldest perception that steers, 0: derived from the warm-up
 * @param safeAfterNs age at which the loop goes safe, 0: twice the maximum age
 * @param recoverResults results before a better mode
 * @param framePeriodNs from frame to frame, 0 when unknown
 * @param lossless whether every frame is processed
 * @param hangNs how long an engine may look at a frame, 0: derived from the warm-up
 * @param leastHangNs what is derived is not below that
 * @param standby whether something stands in for an engine that fails
 * @param cameraNs time without a new picture after which the camera is lost, 0: derived from the frame period
 */
record LoopPlan(
        long periodNs,
        long deadlineNs,
        long maxAgeNs,
        long safeAfterNs,
        int recoverResults,
        long framePeriodNs,
        boolean lossless,
        long hangNs,
        long leastHangNs,
        boolean standby,
        long cameraNs) {
    /** An engine that takes this many times its p99 hangs, unless told. */
    private static final int HANG_FACTOR = 3;

    static final double LEAST_HZ = 1;
    static final double MOST_HZ = 2000;

    static long period(double hz) {
        if (!(hz >= LEAST_HZ && hz <= MOST_HZ)) {
            throw new LoopConfigurationException(
                    "rate of " + hz + " Hz is outside " + LEAST_HZ + " to " + MOST_HZ + "; give one within");
        }
        return Math.round(1e9 / hz);
    }

    static long positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new LoopConfigurationException(name + " of " + value.toMillis() + " ms must be positive");
        }
        return value.toNanos();
    }

    void check() {
        long resultNs = lossless ? 0 : framePeriodNs;
        if (deadlineNs != Long.MAX_VALUE && resultNs > 0 && deadlineNs >= resultNs) {
            throw new LoopConfigurationException("perception deadline of " + ms(deadlineNs)
                    + " ms leaves no margin in the frame period of " + ms(resultNs)
                    + " ms: lower the deadline below it, or lower the camera's rate");
        }
        if (maxAgeNs > 0 && maxAgeNs < resultNs + periodNs) {
            throw new LoopConfigurationException("maxAge of " + ms(maxAgeNs) + " ms is below the frame period of "
                    + ms(resultNs) + " ms plus one tick of " + ms(periodNs)
                    + " ms: every perception would be stale before the next; raise maxAge or the camera's rate");
        }
        if (maxAgeNs > 0 && deadlineNs != Long.MAX_VALUE && maxAgeNs <= deadlineNs) {
            throw new LoopConfigurationException("maxAge of " + ms(maxAgeNs) + " ms is not above the deadline of "
                    + ms(deadlineNs) + " ms: a result within its deadline would already be stale; raise maxAge");
        }
        if (maxAgeNs > 0 && safeAfterNs > 0 && safeAfterNs <= maxAgeNs) {
            throw new LoopConfigurationException("safeAfter of " + ms(safeAfterNs) + " ms is not above maxAge of "
                    + ms(maxAgeNs) + " ms: raise safeAfter, or lower maxAge");
        }
        checkHang();
        checkCamera();
    }

    private void checkHang() {
        if (hangNs == 0) {
            return;
        }
        if (!standby) {
            throw new LoopConfigurationException("hangTimeout of " + ms(hangNs)
                    + " ms is given, but nothing stands in for a hung engine: give a standby, or leave it out");
        }
        if (deadlineNs != Long.MAX_VALUE && hangNs <= deadlineNs) {
            throw new LoopConfigurationException("hangTimeout of " + ms(hangNs) + " ms is not above the deadline of "
                    + ms(deadlineNs) + " ms: every late result would count as a hang; raise hangTimeout");
        }
        if (maxAgeNs > 0 && hangNs > maxAgeNs) {
            throw new LoopConfigurationException("hangTimeout of " + ms(hangNs) + " ms is above maxAge of "
                    + ms(maxAgeNs) + " ms: a hang would be noticed only when nothing can steer any more;"
                    + " lower hangTimeout, or raise maxAge");
        }
    }

    private void checkCamera() {
        if (cameraNs > 0 && !lossless && cameraNs <= framePeriodNs) {
            throw new LoopConfigurationException("cameraLostAfter of " + ms(cameraNs)
                    + " ms is not above the frame period of " + ms(framePeriodNs)
                    + " ms: the camera would be lost between two frames; raise it");
        }
    }

    /** For an engine whose p99 is now known, 0 when there is none to know. */
    long hangTimeoutNs(long p99Ns, long knownMaxAgeNs) {
        if (hangNs > 0) {
            if (hangNs <= p99Ns) {
                throw new LoopConfigurationException(
                        "hangTimeout of " + ms(hangNs) + " ms is not above the engine's p99" + " of " + ms(p99Ns)
                                + " ms: a sound engine would count as hung; raise hangTimeout");
            }
            return hangNs;
        }
        long deadline = deadlineNs == Long.MAX_VALUE ? 0 : deadlineNs;
        long derivedNs = Math.max(Math.max(leastHangNs, deadline), HANG_FACTOR * p99Ns);
        return p99Ns == 0 ? knownMaxAgeNs : Math.min(knownMaxAgeNs, derivedNs);
    }

    /** Rules for a maximum age that is now known. */
    dev.saccade.control.mode.ModeRules rules(long knownMaxAgeNs) {
        long safeNs = safeAfterNs > 0 ? safeAfterNs : 2 * knownMaxAgeNs;
        if (safeNs <= knownMaxAgeNs) {
            throw new LoopConfigurationException("safeAfter of " + ms(safeNs)
                    + " ms is not above the derived maxAge of " + ms(knownMaxAgeNs) + " ms: raise safeAfter");
        }
        return new dev.saccade.control.mode.ModeRules(knownMaxAgeNs, safeNs, recoverResults);
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e6);
    }
}
