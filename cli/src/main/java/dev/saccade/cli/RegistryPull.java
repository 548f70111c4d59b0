package dev.saccade.cli;

import dev.saccade.cli.repository.RepositoryOptions;
import dev.saccade.models.registry.OciAddress;
import dev.saccade.models.registry.VersionPull;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.TrustStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The part of {@code saccade models pull} that fetches versions from a registry into the repository. */
final class RegistryPull {
    private final RegistryOptions registry;
    private final RepositoryOptions repository;

    RegistryPull(RegistryOptions registry, RepositoryOptions repository) {
        this.registry = registry;
        this.repository = repository;
    }

    int pull(List<String> addresses, PrintWriter out) throws Exception {
        List<OciAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(OciAddress.of(address));
        }
        ModelRepository into = repository.repository();
        TrustStore trust = repository.trust();
        Terminal terminal = new Terminal();
        try {
            VersionPull pull = new VersionPull(registry.access(), VersionPull.usualBlobs(), new PullMeter(terminal));
            for (OciAddress address : all) {
                StoredVersion version = pull.pull(address, into, trust);
                terminal.clearStatus();
                out.println(version + "  " + version.directory());
            }
        } finally {
            terminal.clearStatus();
        }
        return ExitCode.OK;
    }
}
