package dev.saccade.models.evaluate;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.Task;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.util.HashMap;
import java.util.Map;

/**
 * A package as it serves, loaded so that it also tells what it would not serve: a classifier reports all its scores, and
 * a detector those down to a lower bound where one is given. Preprocess, engine and decoder are those of {@code run}.
 *
 * @param model the package as it serves
 * @param minScore lowest score that is served, 0..1
 * @param perceiver reports at least what is served; owned by this object
 */
public record ServedModel(ModelPackage model, float minScore, Perceiver perceiver) implements AutoCloseable {
    /**
     * Loads a package, without a standby.
     *
     * @param model a package that was read
     * @param backend what runs it
     * @param lowest lowest score of boxes that enters the curves, 0..1; null for the package's own
     * @return the model, owned by the caller
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the back end is unavailable or refuses the graph
     */
    public static ServedModel load(ModelPackage model, Backend backend, Float lowest)
            throws PackageException, EngineException {
        float served = model.thresholds().score();
        ModelPackage open = model;
        if (model.task() == Task.CLASSIFICATION) {
            Map<String, String> decoder = new HashMap<>(model.decoder());
            decoder.put("top", Integer.toString(model.labels().size()));
            open = model.withMinScore(0).withDecoder(decoder);
        } else if (model.task() == Task.DETECTION && lowest != null) {
            open = model.withMinScore(lowest);
            served = Math.max(served, lowest);
        }
        return new ServedModel(model, served, Perceivers.load(open, backend, Perceivers.options()));
    }

    /** Frees the engine. Idempotent. */
    @Override
    public void close() {
        perceiver.close();
    }
}
