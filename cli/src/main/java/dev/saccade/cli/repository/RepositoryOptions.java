package dev.saccade.cli.repository;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Promotions;
import dev.saccade.trust.TrustStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where versions lie, whom this machine believes, and who is at work. */
public final class RepositoryOptions implements VersionSource {
    @Option(
            names = "--repository",
            paramLabel = "DIR",
            description = "The repository; $SACCADE_CACHE/repository unless given.")
    private Path repository;

    @Option(
            names = "--trust",
            paramLabel = "DIR",
            description =
                    "The trust store; $SACCADE_TRUST, /etc/saccade/trust or ~/.config/saccade/trust unless given.")
    private Path trust;

    @Option(
            names = "--who",
            paramLabel = "TEXT",
            description = "Who is at work, for the record; the user unless given.")
    private String who;

    @Override
    public ModelRepository repository() throws ModelsException {
        return ModelRepository.open(repository == null ? ModelRepository.usual() : repository);
    }

    Promotions promotions() throws ModelsException, PackageException {
        return new Promotions(repository(), trust().floor());
    }

    Path trustDirectory() {
        return trust == null ? TrustStore.usual(System.getenv()) : trust;
    }

    @Override
    public TrustStore trust() throws PackageException {
        return TrustStore.believed(trust, System.getenv());
    }

    public String who() {
        return who == null ? System.getProperty("user.name") : who;
    }
}
