package dev.saccade.models.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelsException.Kind;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A line that breaks, stalls or fails, and a process that is killed: the next pull goes on where the last one stopped. */
class InterruptedPullTest {
    private static final int ARRIVED = 300_000;
    private static final Patience ONCE = new Patience(1, Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(30));

    /** Where the registry keeps what every test of this class pushes, each under a name of its own. */
    @TempDir
    private static Path shared;

    private static DockerRegistry registry;

    @TempDir
    private Path dir;

    private BadLine line;
    private Fleet fleet;
    private OciAddress from;

    @BeforeAll
    static void startRegistry() throws Exception {
        registry = DockerRegistry.start(shared, false);
    }

    @AfterAll
    static void endRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        String place = "fleet/" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        line = new BadLine(registry.port());
        fleet = new Fleet(dir);
        StoredVersion version = fleet.publish(fleet.office, "one", fleet.signer);
        fleet.push(version, registry.address(place));
        from = line.address(place).withTag("1");
    }

    @AfterEach
    void end() {
        if (line != null) {
            line.close();
        }
    }

    /**
     * The rest of the model, and what came after it; labels came before. A connection that is reset may take with it
     * what the kernel had not yet handed on: what was kept is what the next pull goes on from.
     */
    private void requireTheRestAlone() throws Exception {
        line.blobs();
        long kept = gathered();
        assertThat(kept).as("kept of what arrived").isPositive().isLessThanOrEqualTo(ARRIVED);
        assertThat(fleet.pull(from)).hasToString("tiny@1");
        assertThat(line.blobs())
                .as("the model from where it stopped, model.yaml and the record's one content")
                .hasSize(3)
                .first()
                .asString()
                .contains("bytes=" + kept + "-");
        assertThat(Fleet.content(fleet.vehicle.resolve(Reference.of("tiny@1"))))
                .isEqualTo(Fleet.content(fleet.inOffice(1)));
    }

    @Test
    void shouldGoOnWhereABrokenConnectionStopped() throws Exception {
        line.cut(1, ARRIVED);
        RegistryTest.refused(
                () -> fleet.pull(from, ONCE, null), Kind.NO_SOURCE, "the connection broke", "what came is kept");
        assertThat(fleet.vehicle.models()).isEmpty();
        requireTheRestAlone();
    }

    @Test
    void shouldOutlastABrokenConnectionByItself() throws Exception {
        line.cut(2, ARRIVED);
        line.fail(2);
        assertThat(fleet.pull(from)).hasToString("tiny@1");
        assertThat(line.blobs().stream().filter(b -> b.contains("bytes="))).hasSize(2);
    }

    @Test
    void shouldGiveUpOnAConnectionThatStalls() throws Exception {
        line.stall(ARRIVED);
        Patience brief = new Patience(1, Duration.ZERO, Duration.ofSeconds(10), Duration.ofMillis(300));
        RegistryTest.refused(() -> fleet.pull(from, brief, null), Kind.NO_SOURCE, "no byte came for");
        line.heal();
        requireTheRestAlone();
    }

    @Test
    void shouldGoOnWhereAKilledProcessStopped() throws Exception {
        line.stall(ARRIVED);
        Process puller = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Puller.class.getName(),
                        from.toString(),
                        fleet.blobs.toString(),
                        fleet.vehicle.directory().toString(),
                        fleet.trust().directory().toString())
                .inheritIO()
                .start();
        try {
            long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (gathered() < ARRIVED) {
                assertThat(puller.isAlive() && System.nanoTime() - giveUpNs < 0)
                        .as("the process pulls")
                        .isTrue();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } finally {
            puller.destroyForcibly().onExit().join();
        }
        line.heal();
        requireTheRestAlone();
    }

    private long gathered() throws IOException {
        if (!Files.isDirectory(fleet.blobs)) {
            return 0;
        }
        try (Stream<Path> parts = Files.list(fleet.blobs)) {
            Path part = parts.filter(p -> p.toString().endsWith(".part"))
                    .findFirst()
                    .orElse(null);
            return part == null ? 0 : part.toFile().length();
        }
    }
}
