package dev.saccade.cli;

import dev.saccade.engine.EngineEntry;
import dev.saccade.engine.EngineStore;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.SharedCache;
import dev.saccade.models.inspect.EngineInspector;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Engines that were compiled of a package: those of its version in the repository, else those of the store. */
final class CompiledEngines {
    private static final String OF_VERSION = "engines";

    private final EngineStore store;

    /** @param store null for the user's own */
    CompiledEngines(Path store) {
        this.store = new EngineStore(store == null ? SharedCache.directory("engines") : store);
    }

    /** The directory of the newest that tells its layers. */
    Path newest(ModelPackage model) throws IOException, CommandException {
        List<Path> shipped = shipped(model.directory().toAbsolutePath().resolveSibling(OF_VERSION));
        if (!shipped.isEmpty()) {
            return shipped.get(0);
        }
        return store.list().stream()
                .filter(entry -> entry.manifest() != null
                        && entry.manifest().model().equals(model.name())
                        && entry.manifest().modelIdentity().equals(model.identity())
                        && EngineInspector.isEngine(entry.directory()))
                .max(Comparator.comparing(
                        (EngineEntry entry) -> entry.manifest().builtAt()))
                .map(EngineEntry::directory)
                .orElseThrow(() -> new CommandException(
                        ExitCode.NO_DEVICE,
                        store.directory() + ": no engine of " + model.name() + " as it is now; 'saccade compile "
                                + model.directory() + "' makes one where a GPU is, or inspect with --backend cpu"));
    }

    private static List<Path> shipped(Path engines) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(engines)) {
            try (DirectoryStream<Path> targets = Files.newDirectoryStream(engines, EngineInspector::isEngine)) {
                targets.forEach(found::add);
            }
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }
}
