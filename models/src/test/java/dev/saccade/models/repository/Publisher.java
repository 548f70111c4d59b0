package dev.saccade.models.repository;

import java.nio.file.Path;
import java.time.Instant;

/** A process that publishes and promotes until it is killed; it prints each number when the version is there. */
final class Publisher {
    private Publisher() {}

    public static void main(String[] args) throws Exception {
        ModelRepository repository = ModelRepository.open(Path.of(args[0]));
        Path source = Path.of(args[1]);
        Promotions promotions = new Promotions(repository, null);
        while (true) {
            try (VersionDraft draft = repository.draft("tiny")) {
                draft.addPackage(source);
                StoredVersion version = draft.publish("publisher", 0, Instant.now(), null);
                System.out.println(version.number());
                promotions.promote(
                        Reference.of("tiny@" + version.number()), "candidate", "publisher", "newest", Instant.now());
            }
        }
    }
}
