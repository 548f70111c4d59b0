package dev.saccade.models.quantise;

import dev.saccade.engine.EngineOptions;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantTarget;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a package is quantised.
 *
 * @param target what it is written for
 * @param calibrations how ranges may follow from values; of several the one that costs the outputs least is taken
 * @param keep layers that stay FP32 whatever the gate says: names of nodes or of tensors that they make
 * @param keepFirstLast whether the first and the last layer stay FP32
 * @param rest what is not INT8, what is kept by request apart: FP32 or FP16
 * @param frames most frames that are kept of the source, at least 8; half calibrate, a quarter chooses, a quarter judges
 * @param sensitivityFrames frames of those that choose on which each layer is tried alone, 1..12; 0 leaves sensitivities
 *     out, and then a failing gate ends it
 * @param who who asked for it, for the provenance; may be empty
 * @param engine how the CPU runs the networks
 */
public record Int8Options(
        QuantTarget target,
        Set<Calibration> calibrations,
        Set<String> keep,
        boolean keepFirstLast,
        Precision rest,
        int frames,
        int sensitivityFrames,
        String who,
        EngineOptions engine) {
    /** Fewest frames: four to calibrate, two to choose, two to judge. */
    public static final int FEWEST_FRAMES = 8;

    /** Most frames of a sensitivity: they stay in memory. */
    public static final int MOST_SENSITIVITY_FRAMES = 12;

    /**
     * Checks the numbers.
     *
     * @param target what it is written for
     * @param calibrations how ranges may follow from values, at least one
     * @param keep layers that stay FP32
     * @param keepFirstLast whether the first and the last layer stay FP32
     * @param rest what is not INT8: FP32 or FP16
     * @param frames most frames that are kept
     * @param sensitivityFrames frames on which each layer is tried alone
     * @param who who asked for it
     * @param engine how the CPU runs the networks
     */
    public Int8Options {
        keep = Set.copyOf(keep);
        if (frames < FEWEST_FRAMES || sensitivityFrames < 0 || sensitivityFrames > MOST_SENSITIVITY_FRAMES) {
            throw new IllegalArgumentException("frames " + frames + ", sensitivity frames " + sensitivityFrames
                    + ": give at least 8, and 0 to 12");
        }
        if (calibrations.isEmpty() || rest == Precision.INT8) {
            throw new IllegalArgumentException(
                    "calibrations " + calibrations + ", rest " + rest + ": give at least one, and FP32 or FP16");
        }
        // In the enum's order, by which the first of two that cost alike is taken.
        calibrations = Collections.unmodifiableSet(EnumSet.copyOf(calibrations));
    }

    /**
     * The usual: every calibration tried, nothing kept by hand, the rest FP32, 96 frames, 6 of them for each layer.
     *
     * @param target what it is written for
     * @param engine how the CPU runs the networks
     * @return these options
     */
    public static Int8Options usual(QuantTarget target, EngineOptions engine) {
        return new Int8Options(
                target, EnumSet.allOf(Calibration.class), Set.of(), false, Precision.FP32, 96, 6, "", engine);
    }
}
