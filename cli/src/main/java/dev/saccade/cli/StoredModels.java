package dev.saccade.cli;

import dev.saccade.engine.EngineManifest;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packages of this machine that the engines of a store can be compared with: the catalogue's models in the cache, and
 * what {@code --precision fp16} made beside the store. A package that lies elsewhere is known to no one.
 */
final class StoredModels {
    private static final Logger LOG = LoggerFactory.getLogger(StoredModels.class);

    private final Path halved;
    private final Map<String, List<ModelPackage>> known = new HashMap<>();

    StoredModels(Path store) {
        halved = HalvedPackage.beside(store);
    }

    /** The package that an engine was made of, otherwise one of the same name. */
    Optional<ModelPackage> of(EngineManifest engine) {
        List<ModelPackage> named = known.computeIfAbsent(engine.model(), this::read);
        return named.stream()
                .filter(model -> model.identity().equals(engine.modelIdentity()))
                .findFirst()
                .or(() -> named.stream().findFirst());
    }

    private List<ModelPackage> read(String name) {
        List<Path> directories = new ArrayList<>();
        try {
            ModelStore catalogue = ModelStore.open();
            if (catalogue.catalogue().find(name).isPresent()) {
                catalogue.show(name).cached().ifPresent(directories::add);
            }
        } catch (ModelsException e) {
            // What cannot be found cannot be compared.
            directories.clear();
        }
        if (Files.isDirectory(halved)) {
            try (DirectoryStream<Path> made = Files.newDirectoryStream(
                    halved, path -> path.getFileName().toString().startsWith(name + "-"))) {
                made.forEach(directories::add);
            } catch (IOException | java.nio.file.DirectoryIteratorException e) {
                return List.of();
            }
        }
        List<ModelPackage> models = new ArrayList<>();
        for (Path directory : directories) {
            try {
                ModelPackage model = ModelPackages.read(directory);
                if (model.name().equals(name)) {
                    models.add(model);
                }
            } catch (PackageException e) {
                // A package that is refused runs nowhere.
                LOG.debug("{}", e.getMessage());
            }
        }
        return models;
    }
}
