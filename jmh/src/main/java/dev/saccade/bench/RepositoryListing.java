package dev.saccade.bench;

import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Promotions;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.VersionDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** How long it takes to list the versions and aliases of a model that has a thousand, and to find one of them. */
public final class RepositoryListing {
    private static final int VERSIONS = 1000;
    private static final int ROUNDS = 21;
    private static final double NS_PER_MS = 1e6;

    private RepositoryListing() {}

    /**
     * Publishes into a temporary repository and lists it.
     *
     * @param args the package that is published, a small one
     * @throws Exception when it cannot be published
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: jmh/run RepositoryListing PACKAGE");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("saccade-repository-");
        ModelRepository repository = ModelRepository.open(directory);
        for (int i = 0; i < VERSIONS; i++) {
            try (VersionDraft draft = repository.draft("model")) {
                draft.addPackage(Path.of(args[0]));
                draft.publish("benchmark", 0, Instant.now(), null);
            }
        }
        new Promotions(repository, null)
                .promote(Reference.of("model@500"), ModelRepository.PRODUCTION, "benchmark", "", Instant.now());
        double[] ms = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long beganNs = System.nanoTime();
            int listed = repository.versions("model").size();
            listed += repository.aliases("model").size();
            int serving = repository.resolve(Reference.of("model")).number();
            ms[round] = (System.nanoTime() - beganNs) / NS_PER_MS;
            if (listed != VERSIONS + 1 || serving != VERSIONS / 2) {
                throw new IllegalStateException(listed + " listed, " + serving + " serves");
            }
        }
        double first = ms[0];
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "listing %d versions: first %.1f ms, median %.1f, most %.1f of %d (%s)%n",
                VERSIONS,
                first,
                ms[ROUNDS / 2],
                ms[ROUNDS - 1],
                ROUNDS,
                directory);
    }
}
