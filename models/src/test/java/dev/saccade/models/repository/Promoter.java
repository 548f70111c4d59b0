package dev.saccade.models.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.trust.TrustStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;

/**
 * A process that promotes and goes back until it is killed; it prints each move, {@code ALIAS NUMBER}, when it is done.
 * Arguments: repository, trust store, name of the process, seed.
 */
final class Promoter {
    private Promoter() {}

    public static void main(String[] args) throws Exception {
        ModelRepository repository = ModelRepository.open(Path.of(args[0]));
        Promotions promotions =
                new Promotions(repository, TrustStore.open(Path.of(args[1])).floor());
        Random random = new Random(Long.parseLong(args[3]));
        int newest = repository.versions("tiny").size();
        for (long move = 1; true; move++) {
            String reason = args[2] + " " + move;
            String alias = random.nextBoolean() ? "production" : "candidate";
            Reference wanted = Reference.of("tiny@" + (1 + random.nextInt(newest)));
            try {
                boolean isBack = alias.equals("production") && random.nextBoolean();
                StoredVersion version = isBack
                        ? promotions.rollback("tiny", 0, args[2], reason, Instant.now())
                        : promotions.promoteUnproven(wanted, alias, args[2], reason, Instant.now());
                System.out.println(alias + " " + version.number() + " " + reason);
            } catch (ModelsException e) {
                // Older than production, or nothing to go back to: the other process was first.
                if (e.kind() != ModelsException.Kind.USAGE) {
                    throw e;
                }
            }
        }
    }
}
