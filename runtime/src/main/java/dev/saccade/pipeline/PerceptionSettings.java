package dev.saccade.pipeline;

import dev.saccade.vision.Perceiver;

/**
 * What one perception agent runs with.
 *
 * @param perceiver looks at the frames; the caller's
 * @param standby kept warm and looks instead when the perceiver fails or hangs, or null; the caller's
 * @param virtualLatency engine latency as an input in virtual time, or null in real time
 * @param warmFrames frames after which allocation is measured
 * @param missesAllowed this many misses of the deadline among the latest results are too many
 * @param missWindow how many results are looked back on, at most {@link MissWindow#LONGEST}
 */
public record PerceptionSettings(
        Perceiver perceiver,
        Perceiver standby,
        LatencyModel virtualLatency,
        long warmFrames,
        int missesAllowed,
        int missWindow) {
    /** Misses of the deadline that are too many, unless told. */
    public static final int MISSES = 3;
    /** Results that are looked back on, unless told. */
    public static final int WINDOW = 10;

    /**
     * Without standby, 3 misses of 10.
     *
     * @param perceiver looks at the frames; the caller's
     * @param virtualLatency engine latency as an input in virtual time, or null in real time
     * @param warmFrames frames after which allocation is measured
     * @return the settings
     */
    public static PerceptionSettings of(Perceiver perceiver, LatencyModel virtualLatency, long warmFrames) {
        return new PerceptionSettings(perceiver, null, virtualLatency, warmFrames, MISSES, WINDOW);
    }
}
