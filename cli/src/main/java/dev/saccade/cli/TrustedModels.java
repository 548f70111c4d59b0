package dev.saccade.cli;

import dev.saccade.cli.repository.VersionSource;
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
import dev.saccade.trust.VersionTrust;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Versions of the repository that may serve here, and how far each package that was asked for is trusted. Every command
 * that loads a model asks here, so that nothing of a version is read before it was checked.
 */
final class TrustedModels {
    private static final String PLAIN = "developer mode: a package that nobody signed";

    private final VersionSource versions;
    private TrustStore trust;
    private String text = PLAIN;
    private StoredVersion version;
    private String identity = "";

    TrustedModels(VersionSource versions) {
        this.versions = versions;
    }

    /**
     * The package of {@code NAME@N}, {@code NAME@ALIAS}, or of what serves as NAME; empty when it is none of these. The
     * catalogue comes before versions of which none was promoted.
     */
    Optional<Path> find(String name) throws ModelsException, PackageException {
        if (name.indexOf('@') <= 0 && !VersionManifest.isName(name)) {
            return Optional.empty();
        }
        ModelRepository repository = versions.repository();
        if (name.indexOf('@') <= 0 && !isStored(name, repository)) {
            return Optional.empty();
        }
        StoredVersion found = repository.resolve(Reference.of(name));
        VersionTrust result = VersionCheck.check(found.directory(), trust());
        text = found + ", " + result.text();
        version = found;
        identity = result.manifest().identity();
        return Optional.of(found.packageDirectory());
    }

    private static boolean isStored(String name, ModelRepository repository) throws ModelsException {
        return repository.aliases(name).containsKey(ModelRepository.PRODUCTION)
                || (!repository.versions(name).isEmpty()
                        && ModelStore.open().catalogue().find(name).isEmpty());
    }

    /** Refuses a package outside the repository where the vehicle runs signed ones only. */
    Path plain(Path directory) throws PackageException, CommandException {
        if (!trust().isDeveloperAllowed()) {
            throw new CommandException(
                    ExitCode.BAD_INPUT,
                    directory + ": nobody signed this package and developer mode is off in "
                            + trust().directory() + "/policy.yaml; 'saccade models publish " + directory
                            + " --sign KEY' makes a version that can serve");
        }
        text = PLAIN;
        version = null;
        identity = "";
        return directory;
    }

    /** Reads the package that was asked for last; refused when it is no longer what was checked. */
    ModelPackage read(Path directory) throws PackageException {
        ModelPackage model = ModelPackages.read(directory);
        if (version != null && !model.identity().equals(identity)) {
            throw new PackageException(directory + ": the package has changed since " + version
                    + " was checked; 'saccade models check " + version + "' tells what differs");
        }
        return model;
    }

    /** How far the package that was asked for last is trusted, for reports. */
    String text() {
        return text;
    }

    /** The version of the package that was asked for last; empty when it is a plain one. */
    Optional<StoredVersion> version() {
        return Optional.ofNullable(version);
    }

    private TrustStore trust() throws PackageException {
        if (trust == null) {
            trust = versions.trust();
        }
        return trust;
    }
}
