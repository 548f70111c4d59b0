package dev.saccade.cli.repository;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.trust.TrustStore;

/** Where versions lie, and whom this machine believes. */
public interface VersionSource {
    ModelRepository repository() throws ModelsException;

    TrustStore trust() throws PackageException;
}
