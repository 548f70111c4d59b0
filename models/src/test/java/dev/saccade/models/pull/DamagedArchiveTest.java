package dev.saccade.models.pull;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that a user supplies may be cut or altered: the typed exception, or the right files. */
class DamagedArchiveTest {
    private static final int TRIALS = Integer.getInteger("saccade.fuzz.trials", 100);
    private static final long SEED = Long.getLong("saccade.fuzz.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void shouldRefuseDamagedTarball() throws Exception {
        try (PullFixture fixture = new PullFixture(directory)) {
            alter(fixture, fixture.tarball());
        }
    }

    @Test
    void shouldRefuseDamagedDebianPackage() throws Exception {
        try (PullFixture fixture = new PullFixture(directory)) {
            alter(fixture, fixture.deb());
        }
    }

    private void alter(PullFixture fixture, byte[] whole) throws Exception {
        String[] sources = {fixture.npm(fixture.tarball()), PullFixture.debian()};
        for (int trial = 0; trial < TRIALS; trial++) {
            long seed = SEED + trial;
            Random random = new Random(seed);
            boolean cut = random.nextInt(4) == 0;
            byte[] altered = cut ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int n = cut ? 0 : 1 + random.nextInt(4); n > 0; n--) {
                // Half of the changes go where the archive describes itself.
                int reach = random.nextBoolean() ? 512 : altered.length;
                altered[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(directory.resolve("given"), altered);
            try {
                Path place = fixture.puller(sources).pullFrom(fixture.asset(sources), file, fixture.progress);
                assertThat(place.resolve("thing.bin")).as("seed %d", seed).hasBinaryContent(fixture.content);
                Trees.delete(place);
            } catch (ModelsException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining(file.toString());
                assertEmpty(fixture, seed);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }

    private static void assertEmpty(PullFixture fixture, long seed) throws IOException {
        assertThat(fixture.leftovers()).as("seed %d", seed).isEmpty();
    }
}
