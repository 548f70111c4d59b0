package dev.saccade.bench;

import dev.saccade.models.pull.Trees;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Promotions;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.VersionDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** How long it takes to list the versions, aliases and history of a model that has a thousand, and to find one. */
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
        Promotions promotions = new Promotions(repository, null);
        for (int i = 1; i <= VERSIONS; i++) {
            // Every one was a candidate once, so that the history is as long.
            promotions.promote(Reference.of("model@" + i), ModelRepository.CANDIDATE, "benchmark", "", Instant.now());
        }
        promotions.promoteUnproven(
                Reference.of("model@500"), ModelRepository.PRODUCTION, "benchmark", "", Instant.now());
        time("listing versions and aliases, finding what serves", () -> {
            int listed = repository.versions("model").size()
                    + repository.aliases("model").size();
            int serving = repository.resolve(Reference.of("model")).number();
            require(listed == VERSIONS + 2 && serving == VERSIONS / 2, listed + " listed, " + serving + " serves");
        });
        time("history", () -> {
            int moves = repository.history("model").size();
            require(moves == VERSIONS + 1, moves + " moves");
        });
        time("gc, telling only", () -> {
            int doomed = repository.collect("model", 10, Instant.now(), true).size();
            require(doomed == VERSIONS - 11, doomed + " would go");
        });
        Trees.delete(directory);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    private static void time(String what, Work work) throws Exception {
        double[] ms = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long beganNs = System.nanoTime();
            work.run();
            ms[round] = (System.nanoTime() - beganNs) / NS_PER_MS;
        }
        double first = ms[0];
        Arrays.sort(ms);
        System.out.printf(
                Locale.ROOT,
                "%d versions, %s: first %.1f ms, median %.1f, most %.1f of %d%n",
                VERSIONS,
                what,
                first,
                ms[ROUNDS / 2],
                ms[ROUNDS - 1],
                ROUNDS);
    }
}
