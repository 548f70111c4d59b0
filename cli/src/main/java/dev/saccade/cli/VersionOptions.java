package dev.saccade.cli;

import dev.saccade.cli.repository.VersionSource;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.trust.TrustStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where NAME@N is looked for, and whom this machine believes, for every command that loads a model. */
final class VersionOptions implements VersionSource {
    @Option(
            names = "--repository",
            paramLabel = "DIR",
            description = "The repository of NAME@N; $SACCADE_CACHE/repository unless given.")
    private Path repository;

    @Option(
            names = "--trust",
            paramLabel = "DIR",
            description =
                    "The trust store; $SACCADE_TRUST, /etc/saccade/trust or ~/.config/saccade/trust unless given.")
    private Path trust;

    @Override
    public ModelRepository repository() throws ModelsException {
        return ModelRepository.open(repository == null ? ModelRepository.usual() : repository);
    }

    @Override
    public TrustStore trust() throws PackageException {
        return TrustStore.believed(trust, System.getenv());
    }
}
