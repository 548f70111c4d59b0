package dev.saccade.cli;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user asks to compile: a package directory, a model of the catalogue, or a version of the repository, in this
 * order; {@code NAME@N} is always a version.
 *
 * @param wanted as the user wrote it
 * @param version null for a package
 * @param directory of the package; null for a model of the catalogue that was not pulled yet
 */
record CompileSubject(String wanted, StoredVersion version, Path directory) {
    static CompileSubject of(String wanted, ModelRepository repository, TrustStore trust, Assets assets)
            throws ModelsException, PackageException, CommandException {
        if (Files.isDirectory(Path.of(wanted))) {
            return new CompileSubject(wanted, null, Path.of(wanted));
        }
        if (Files.isRegularFile(Path.of(wanted))) {
            throw new CommandException(
                    ExitCode.USAGE,
                    wanted + " is a file; give a package directory, which holds model.yaml and model.onnx");
        }
        boolean isCatalogued = ModelStore.open().catalogue().find(wanted).isPresent();
        boolean isStored = !isCatalogued
                && VersionManifest.isName(wanted)
                && !repository.versions(wanted).isEmpty();
        if (wanted.indexOf('@') > 0 || isStored) {
            StoredVersion version = repository.resolve(Reference.of(wanted));
            // What it becomes may be signed: only what is believed may go in.
            VersionCheck.check(version.directory(), trust);
            return new CompileSubject(wanted, version, version.packageDirectory());
        }
        Optional<Path> here = assets.modelHere(wanted);
        return new CompileSubject(wanted, null, here.orElse(null));
    }

    /** The package, pulled when need be. */
    ModelPackage model(Assets assets) throws ModelsException, PackageException, CommandException {
        return ModelPackages.read(directory == null ? assets.pulled(wanted) : directory);
    }
}
