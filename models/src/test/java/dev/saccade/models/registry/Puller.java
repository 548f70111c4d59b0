package dev.saccade.models.registry;

import dev.saccade.models.PullProgress;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.trust.TrustStore;
import java.nio.file.Path;

/** A process that pulls. */
final class Puller {
    private Puller() {}

    public static void main(String[] args) throws Exception {
        new VersionPull(Fleet.access(Patience.USUAL, null), Path.of(args[1]), PullProgress.SILENT)
                .pull(
                        OciAddress.of(args[0]),
                        ModelRepository.open(Path.of(args[2])),
                        TrustStore.open(Path.of(args[3])));
    }
}
