package dev.saccade.models.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes publish into one repository, and are killed at random moments. */
class KilledPublisherTest {
    private static final int ROUNDS = 4;

    @TempDir
    private Path dir;

    @Test
    void shouldLoseNothingThatWasAcknowledgedAndShowNothingHalf() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path repository = dir.resolve("repository");
        Path source = TinyPackage.write(dir.resolve("source"), "x".repeat(200_000));
        List<Integer> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process one = start(repository, source);
            Process two = start(repository, source);
            try (BufferedReader first = one.inputReader(StandardCharsets.US_ASCII);
                    BufferedReader second = two.inputReader(StandardCharsets.US_ASCII)) {
                acknowledged.add(Integer.valueOf(first.readLine()));
                acknowledged.add(Integer.valueOf(second.readLine()));
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(50_000)));
                // By the handle, which leaves the streams open.
                one.toHandle().destroyForcibly();
                two.toHandle().destroyForcibly();
                first.lines()
                        .filter(l -> l.matches("\\d+"))
                        .map(Integer::valueOf)
                        .forEach(acknowledged::add);
                second.lines()
                        .filter(l -> l.matches("\\d+"))
                        .map(Integer::valueOf)
                        .forEach(acknowledged::add);
            } finally {
                one.destroyForcibly();
                two.destroyForcibly();
            }
            check(repository, acknowledged);
        }
    }

    private static Process start(Path repository, Path source) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Publisher.class.getName(),
                        repository.toString(),
                        source.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void check(Path directory, List<Integer> acknowledged) throws Exception {
        ModelRepository repository = ModelRepository.open(directory);
        List<Integer> numbers = repository.versions("tiny");
        assertThat(acknowledged).doesNotHaveDuplicates();
        assertThat(numbers).containsAll(acknowledged);
        TrustStore trust = TrustStore.open(dir.resolve("trust"));
        for (int number : numbers) {
            VersionCheck.check(
                    repository.resolve(Reference.of("tiny@" + number)).directory(), trust);
        }
        // Killed before its first promotion, a publisher leaves no candidate.
        assertThat(numbers).containsAll(repository.aliases("tiny").values());
    }
}
