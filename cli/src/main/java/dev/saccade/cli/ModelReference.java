package dev.saccade.cli;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.trust.VersionManifest;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a user calls a model: a directory that exists, else a version of the repository, else a name of the catalogue. */
final class ModelReference {
    private ModelReference() {}

    /** The package's directory. */
    static Path resolve(String text, Path repository, Assets assets)
            throws ModelsException, PackageException, CommandException {
        if (Files.isDirectory(Path.of(text))) {
            return Path.of(text);
        }
        ModelRepository versions = ModelRepository.open(repository == null ? ModelRepository.usual() : repository);
        boolean isVersion = text.indexOf('@') > 0 || (VersionManifest.isName(text) && isStored(text, versions));
        return isVersion ? versions.resolve(Reference.of(text)).packageDirectory() : assets.model(text);
    }

    /** As {@code run} does, the catalogue comes before versions of which none was promoted. */
    private static boolean isStored(String name, ModelRepository versions) throws ModelsException {
        return versions.aliases(name).containsKey(ModelRepository.PRODUCTION)
                || (!versions.versions(name).isEmpty()
                        && ModelStore.open().catalogue().find(name).isEmpty());
    }
}
