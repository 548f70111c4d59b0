package dev.saccade.cli;

import dev.saccade.engine.EngineOptions;
import dev.saccade.model.ModelPackage;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads what stands in for the engine: what {@code --fallback} names, otherwise what the package declares. */
final class StandbyModel {
    static final String NONE = "none";

    private final String wanted;
    private final Assets assets;

    /** @param wanted {@code --fallback}, or null */
    StandbyModel(String wanted, Assets assets) {
        this.wanted = wanted;
        this.assets = assets;
    }

    /**
     * Adds the standby.
     *
     * @param perceiver taken over; closed when this throws
     * @param own how a standby of the same package runs
     * @param others how one of another package runs
     */
    Perceiver beside(Perceiver perceiver, EngineOptions own, EngineOptions others) throws Exception {
        if (NONE.equals(wanted)) {
            return perceiver;
        }
        Path directory;
        try {
            directory = directory(perceiver.model());
        } catch (Exception e) {
            perceiver.close();
            throw e;
        }
        return Perceivers.withStandby(perceiver, directory, directory == null ? own : others);
    }

    /** A name may be that of a package beside the one that declares it, or one of the catalogue. */
    private Path directory(ModelPackage model) throws Exception {
        if (wanted != null) {
            return assets.model(wanted);
        }
        if (model.fallback() == null) {
            return null;
        }
        Path beside = model.directory().toAbsolutePath().resolveSibling(model.fallback());
        return Files.isDirectory(beside) ? beside : assets.model(model.fallback());
    }
}
