package dev.saccade.control.mode;

import dev.saccade.vision.Freshness;

/**
 * Ages at which the loop changes its mode. Immutable, a pure function of its arguments.
 *
 * @param maxAgeNs a perception older than this cannot steer, ns; positive
 * @param safeAfterNs nor may the loop go on without one longer than this, ns; above {@code maxAgeNs}
 * @param recoverResults new results in a row, with nothing against a better mode, before it is taken; at least 1
 */
public record ModeRules(long maxAgeNs, long safeAfterNs, int recoverResults) {
    /**
     * Checks the ranges.
     *
     * @param maxAgeNs oldest perception that steers, ns
     * @param safeAfterNs age at which the loop goes safe, ns
     * @param recoverResults results before a better mode
     * @throws IllegalArgumentException naming the two numbers that contradict one another
     */
    public ModeRules {
        if (maxAgeNs <= 0) {
            throw new IllegalArgumentException("maxAge of " + maxAgeNs + " ns: it must be positive");
        }
        if (safeAfterNs <= maxAgeNs) {
            throw new IllegalArgumentException("safeAfter of " + safeAfterNs / 1e6 + " ms is not above maxAge of "
                    + maxAgeNs / 1e6 + " ms: raise safeAfter, or lower maxAge");
        }
        if (recoverResults < 1) {
            throw new IllegalArgumentException("recovery after " + recoverResults + " results: use at least 1");
        }
    }

    /**
     * How the newest perception stands.
     *
     * @param seen whether there is one
     * @param ageNs its age, ns; negative when its capture lies in the future
     * @return fresh, stale or none
     */
    public Freshness freshness(boolean seen, long ageNs) {
        if (!seen) {
            return Freshness.NONE;
        }
        return ageNs > maxAgeNs || ageNs < -maxAgeNs ? Freshness.STALE : Freshness.FRESH;
    }

    /**
     * What the newest perception calls for.
     *
     * @param seen whether there is one
     * @param ageNs its age, ns
     * @return the reason, {@link Reason#NONE} when it may steer
     */
    public Reason judge(boolean seen, long ageNs) {
        if (!seen) {
            return Reason.NOT_SEEN_YET;
        }
        if (ageNs < -maxAgeNs) {
            return Reason.CAPTURE_TIME;
        }
        if (ageNs > safeAfterNs) {
            return Reason.PERCEPTION_LOST;
        }
        return ageNs > maxAgeNs ? Reason.PERCEPTION_STALE : Reason.NONE;
    }
}
