package dev.saccade.models.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.trust.Floor;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes move the aliases of one model, up and back, and are killed at random moments. */
@Timeout(60)
class KilledPromoterTest {
    private static final int ROUNDS = 4;
    private static final int VERSIONS = 4;

    @TempDir
    private Path dir;

    private ModelRepository repository;
    private Floor floor;

    @BeforeEach
    void publish() throws Exception {
        repository = ModelRepository.open(dir.resolve("repository"));
        floor = TrustStore.open(dir.resolve("trust")).floor();
        Path source = TinyPackage.write(dir.resolve("source"), "weights");
        for (int i = 0; i < VERSIONS; i++) {
            try (VersionDraft draft = repository.draft("tiny")) {
                draft.addPackage(source);
                draft.publish("a test", 0, Instant.now(), null);
            }
        }
    }

    @Test
    void shouldKeepEveryMoveThatWasAcknowledgedAndOneThatServes() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process one = start("one-" + round, random.nextLong());
            Process two = start("two-" + round, random.nextLong());
            try (BufferedReader first = one.inputReader(StandardCharsets.US_ASCII);
                    BufferedReader second = two.inputReader(StandardCharsets.US_ASCII)) {
                acknowledged.add(first.readLine());
                acknowledged.add(second.readLine());
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
                // By the handle, which leaves the streams open.
                one.toHandle().destroyForcibly();
                two.toHandle().destroyForcibly();
                // What was cut off in the middle of a line was not acknowledged.
                first.lines().filter(Move::isWhole).forEach(acknowledged::add);
                second.lines().filter(Move::isWhole).forEach(acknowledged::add);
            } finally {
                one.destroyForcibly().waitFor();
                two.destroyForcibly().waitFor();
            }
            check(acknowledged);
        }
    }

    /** A line of a {@link Promoter}. */
    private record Move(String alias, int to, String reason) {
        static boolean isWhole(String line) {
            return line.matches("(production|candidate) [0-9]+ (one|two)-[0-9]+ [0-9]+");
        }

        static Move of(String line) {
            String[] words = line.split(" ", 3);
            return new Move(words[0], Integer.parseInt(words[1]), words[2]);
        }

        boolean is(HistoryEntry entry) {
            return entry.alias().equals(alias)
                    && entry.to() == to
                    && (entry.reason().equals(reason) || entry.reason().endsWith(": " + reason));
        }
    }

    private Process start(String name, long seed) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Promoter.class.getName(),
                        repository.directory().toString(),
                        dir.resolve("trust").toString(),
                        name,
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void check(List<String> acknowledged) throws Exception {
        List<HistoryEntry> history = repository.history("tiny");
        for (String line : acknowledged) {
            assertThat(history).as(line).anyMatch(Move.of(line)::is);
        }
        for (String alias : List.of("production", "candidate")) {
            List<HistoryEntry> moves =
                    history.stream().filter(e -> e.alias().equals(alias)).toList();
            assertThat(moves).allSatisfy(e -> assertThat(e.to()).isBetween(1, VERSIONS));
            for (int i = 1; i < moves.size(); i++) {
                // Written down before it is done: a kill in between leaves a line whose move did not happen.
                assertThat(moves.get(i).from())
                        .as("%s", moves.subList(0, i + 1))
                        .isIn(moves.get(i - 1).to(), moves.get(i - 1).from());
            }
            if (!moves.isEmpty()) {
                HistoryEntry last = moves.get(moves.size() - 1);
                assertThat(repository.aliases("tiny").getOrDefault(alias, 0)).isIn(last.to(), last.from());
            }
        }
        if (repository.aliases("tiny").containsKey("production")) {
            StoredVersion serving = repository.resolve(Reference.of("tiny"));
            assertThat(floor.of("tiny")).isLessThanOrEqualTo(serving.number());
            VersionCheck.check(serving.directory(), TrustStore.open(dir.resolve("trust")));
        }
    }
}
