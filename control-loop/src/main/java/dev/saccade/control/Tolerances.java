package dev.saccade.control;

import dev.saccade.pipeline.MissWindow;
import dev.saccade.pipeline.PerceptionSettings;
import java.time.Duration;

/**
 * What a loop puts up with before it changes its mode. Immutable; begin with {@link #standard()}.
 *
 * @param deadlineMisses results past their deadline, of the latest {@code deadlineWindow}, that make it DEGRADED
 * @param deadlineWindow 1 to {@link MissWindow#LONGEST}
 * @param overruns ticks that woke a period or more late, of the latest {@code overrunWindow}, that make it DEGRADED
 * @param overrunWindow 1 to {@link MissWindow#LONGEST}
 * @param cameraNs time without a new picture after which the camera counts as lost, or as frozen when frames still come,
 *     ns; 0: five frame periods, at least 250 ms
 * @param repeatedPictures whether a picture that repeats the one before counts as new, as it must for a still
 */
public record Tolerances(
        int deadlineMisses,
        int deadlineWindow,
        int overruns,
        int overrunWindow,
        long cameraNs,
        boolean repeatedPictures) {
    private static final int OVERRUNS = 10;
    private static final int OVERRUN_WINDOW = 20;
    private static final int CAMERA_PERIODS = 5;
    private static final long LEAST_CAMERA_NS = 250_000_000;
    private static final long UNKNOWN_PERIOD_NS = 1_000_000_000;

    /**
     * Checks the ranges.
     *
     * @param deadlineMisses 1 to deadlineWindow
     * @param deadlineWindow 1 to 64
     * @param overruns 1 to overrunWindow
     * @param overrunWindow 1 to 64
     * @param cameraNs ns, or 0
     * @param repeatedPictures whether they count
     * @throws LoopConfigurationException naming the two numbers that contradict one another
     */
    public Tolerances {
        check("deadline misses", deadlineMisses, deadlineWindow);
        check("loop overruns", overruns, overrunWindow);
    }

    /** @return 3 of 10 results, 10 of 20 ticks, five frame periods, no repeated pictures */
    public static Tolerances standard() {
        return new Tolerances(PerceptionSettings.MISSES, PerceptionSettings.WINDOW, OVERRUNS, OVERRUN_WINDOW, 0, false);
    }

    /**
     * Other misses of the deadline.
     *
     * @param misses that make the loop DEGRADED, 1 to of
     * @param of latest results, at most 64
     * @return a copy
     */
    public Tolerances deadlineMisses(int misses, int of) {
        return new Tolerances(misses, of, overruns, overrunWindow, cameraNs, repeatedPictures);
    }

    /**
     * Other overruns.
     *
     * @param late ticks that make the loop DEGRADED, 1 to of
     * @param of latest ticks, at most 64
     * @return a copy
     */
    public Tolerances loopOverruns(int late, int of) {
        return new Tolerances(deadlineMisses, deadlineWindow, late, of, cameraNs, repeatedPictures);
    }

    /**
     * Another time without a new picture.
     *
     * @param time above the frame period
     * @return a copy
     */
    public Tolerances cameraLostAfter(Duration time) {
        long ns = LoopPlan.positive("cameraLostAfter", time);
        return new Tolerances(deadlineMisses, deadlineWindow, overruns, overrunWindow, ns, repeatedPictures);
    }

    /**
     * Takes pictures that repeat the one before, as a still or a drawing does. A frozen camera is not told then.
     *
     * @return a copy
     */
    public Tolerances acceptRepeatedPictures() {
        return new Tolerances(deadlineMisses, deadlineWindow, overruns, overrunWindow, cameraNs, true);
    }

    long cameraNs(long framePeriodNs) {
        if (cameraNs > 0) {
            return cameraNs;
        }
        return framePeriodNs == 0 ? UNKNOWN_PERIOD_NS : Math.max(LEAST_CAMERA_NS, CAMERA_PERIODS * framePeriodNs);
    }

    private static void check(String what, int n, int m) {
        if (m < 1 || m > MissWindow.LONGEST) {
            throw new LoopConfigurationException(
                    what + " among the latest " + m + ": look back on 1 to " + MissWindow.LONGEST);
        }
        if (n < 1 || n > m) {
            throw new LoopConfigurationException(
                    what + ": " + n + " of " + m + " can never be; allow 1 to " + m + " of " + m);
        }
    }
}
