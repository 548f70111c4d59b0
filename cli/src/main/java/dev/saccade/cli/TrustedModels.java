package dev.saccade.cli;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionTrust;
import java.nio.file.Path;
import java.util.Optional;

/** Versions of the repository that may serve here, and how far each package that was asked for is trusted. */
final class TrustedModels {
    private static final String PLAIN = "developer mode: a package that nobody signed";

    private TrustStore trust;
    private String text = PLAIN;
    private Path engines;

    /** The package of {@code NAME@N}, {@code NAME@ALIAS}, or of what serves as NAME; empty when it is none of these. */
    Optional<Path> find(String name) throws ModelsException, PackageException {
        if (name.indexOf('@') < 0 && name.indexOf('/') >= 0) {
            return Optional.empty();
        }
        ModelRepository repository = ModelRepository.open(ModelRepository.usual());
        boolean isVersion = name.indexOf('@') > 0;
        if (!isVersion && !repository.aliases(name).containsKey(ModelRepository.PRODUCTION)) {
            return Optional.empty();
        }
        StoredVersion version = repository.resolve(Reference.of(name));
        VersionTrust result = VersionCheck.check(version.directory(), trust());
        text = version + ", " + result.text();
        engines = version.engines();
        return Optional.of(version.packageDirectory());
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
        engines = null;
        return directory;
    }

    /** Engines of the package that was asked for last; null where no version holds any. */
    Path engines() {
        return engines;
    }

    /** How far the package that was asked for last is trusted, for reports. */
    String text() {
        return text;
    }

    private TrustStore trust() throws PackageException {
        if (trust == null) {
            trust = TrustStore.open(TrustStore.usual(System.getenv()));
        }
        return trust;
    }
}
