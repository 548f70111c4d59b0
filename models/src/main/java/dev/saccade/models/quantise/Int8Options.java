package dev.saccade.models.quantise;

import dev.saccade.engine.EngineOptions;
import dev.saccade.models.precision.QuantTarget;
import java.util.Set;

/**
 * How a package is quantised.
 *
 * @param target what it is written for
 * @param calibration how ranges follow from values
 * @param keep layers that stay FP32 whatever the gate says: names of nodes or of tensors that they make
 * @param keepFirstLast whether the first and the last layer stay FP32
 * @param frames most frames that are kept of the source, at least 6; two thirds calibrate, a third is held out for the gate
 * @param sensitivityFrames held-out frames on which each layer is tried alone, 1..12; 0 leaves sensitivities out, and
 *     then a failing gate ends it
 * @param who who asked for it, for the provenance; may be empty
 * @param engine how the CPU runs the networks
 */
public record Int8Options(
        QuantTarget target,
        Calibration calibration,
        Set<String> keep,
        boolean keepFirstLast,
        int frames,
        int sensitivityFrames,
        String who,
        EngineOptions engine) {
    /** Fewest frames: four to calibrate, two for the gate. */
    public static final int FEWEST_FRAMES = 6;

    /** Most frames of a sensitivity: they stay in memory. */
    public static final int MOST_SENSITIVITY_FRAMES = 12;

    /**
     * Checks the numbers.
     *
     * @param target what it is written for
     * @param calibration how ranges follow from values
     * @param keep layers that stay FP32
     * @param keepFirstLast whether the first and the last layer stay FP32
     * @param frames most frames that are kept
     * @param sensitivityFrames frames on which each layer is tried alone
     * @param who who asked for it
     * @param engine how the CPU runs the networks
     */
    public Int8Options {
        keep = Set.copyOf(keep);
        if (frames < FEWEST_FRAMES || sensitivityFrames < 0 || sensitivityFrames > MOST_SENSITIVITY_FRAMES) {
            throw new IllegalArgumentException("frames " + frames + ", sensitivity frames " + sensitivityFrames
                    + ": give at least 6, and 0 to 12");
        }
    }

    /**
     * The usual: for TensorRT, least squared error, nothing kept by hand, 96 frames, 6 of them for each layer.
     *
     * @param engine how the CPU runs the networks
     * @return these options
     */
    public static Int8Options usual(EngineOptions engine) {
        return new Int8Options(QuantTarget.TENSORRT, Calibration.MSE, Set.of(), false, 96, 6, "", engine);
    }
}
