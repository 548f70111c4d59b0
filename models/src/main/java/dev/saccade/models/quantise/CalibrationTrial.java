package dev.saccade.models.quantise;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.SpotCheck;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.precision.QuantLayer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries calibrations with every layer INT8 and takes the one whose outputs lose least, by their noise. No method wins on
 * every network: where few values are outliers they are worth keeping, where an activation has a long tail they are not.
 * One thread.
 */
final class CalibrationTrial {
    private final NetworkFiles files;
    private final Map<Calibration, Int8Networks> written;
    private final EngineOptions options;
    private final Int8Progress progress;

    CalibrationTrial(
            NetworkFiles files, Map<Calibration, Int8Networks> written, EngineOptions options, Int8Progress progress) {
        this.files = files;
        this.written = written;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Tries all, when there are several.
     *
     * @param layers that may become INT8
     * @param check of frames that choose
     * @param tried takes what was found, in the methods' order
     * @return the one that costs least; of equal ones the first
     */
    Calibration best(List<QuantLayer> layers, SpotCheck check, List<Int8Report.Tried> tried)
            throws ModelsException, EngineException, PackageException {
        Calibration best = written.keySet().iterator().next();
        if (written.size() == 1) {
            return best;
        }
        Set<QuantLayer> all = new LinkedHashSet<>(layers);
        double least = Double.POSITIVE_INFINITY;
        for (Map.Entry<Calibration, Int8Networks> one : written.entrySet()) {
            ModelPackage whole = files.with(one.getValue().of(all));
            try (Subject candidate = Subject.over(whole, Engines.load(whole, Backend.CPU, options.asWritten()))) {
                SpotCheck.Distance distance = check.of(candidate);
                tried.add(new Int8Report.Tried(one.getKey(), distance));
                if (distance.noise() < least) {
                    least = distance.noise();
                    best = one.getKey();
                }
            } finally {
                files.drop(whole);
            }
            progress.at("trying each calibration", tried.size(), written.size());
        }
        return best;
    }
}
