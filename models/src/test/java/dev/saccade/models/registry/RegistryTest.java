package dev.saccade.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import dev.saccade.models.ModelsException.Kind;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Versions through a real registry, and what a vehicle refuses of what it finds there. */
class RegistryTest {
    @TempDir
    private static Path shared;

    private static DockerRegistry registry;

    @TempDir
    private Path dir;

    private Fleet fleet;
    private OciAddress place;

    @BeforeAll
    static void start() throws Exception {
        registry = DockerRegistry.start(shared, false);
    }

    @AfterAll
    static void end() {
        if (registry != null) {
            registry.close();
        }
    }

    @BeforeEach
    void meet(TestInfo test) throws Exception {
        fleet = new Fleet(dir);
        place = registry.address(
                "fleet/" + test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
    }

    static void refused(ThrowingCallable action, Kind kind, String... parts) {
        assertThatThrownBy(action).isInstanceOfSatisfying(ModelsException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(e.getMessage()).contains(parts).doesNotContain("\n");
        });
    }

    @Test
    void shouldBringVersionsByteForByteUnderTheirNumbers() throws Exception {
        StoredVersion first = fleet.publish(fleet.office, "one", fleet.signer);
        StoredVersion second = fleet.publish(fleet.office, "two", fleet.signer);
        OciAddress byDigest = fleet.push(first, place);
        fleet.push(second, place);
        assertThat(fleet.push(first, place)).as("again").isEqualTo(byDigest);

        StoredVersion newest = fleet.pull(place);
        assertThat(newest).hasToString("tiny@2");
        assertThat(fleet.pull(byDigest)).hasToString("tiny@1");
        for (int number : fleet.vehicle.versions("tiny")) {
            StoredVersion there = fleet.vehicle.resolve(Reference.of("tiny@" + number));
            assertThat(Fleet.content(there)).isEqualTo(Fleet.content(fleet.inOffice(number)));
        }
        assertThat(fleet.vehicle.versions("tiny")).containsExactly(1, 2);
        assertThat(fleet.publish(fleet.vehicle, "own", fleet.signer)).hasToString("tiny@3");
        assertThat(fleet.blobs)
                .isDirectoryNotContaining(p -> p.getFileName().toString().length() > 10);
    }

    @Test
    void shouldFetchNothingThatIsHereAlready() throws Exception {
        fleet.push(fleet.publish(fleet.office, "one", fleet.signer), place);
        try (BadLine line = new BadLine(registry.port())) {
            OciAddress from = line.address(place.repository()).withTag("1");
            fleet.pull(from);
            assertThat(line.blobs())
                    .as("two small files, three of the package, one of the record")
                    .hasSize(6);
            assertThat(fleet.pull(from)).hasToString("tiny@1");
            assertThat(line.blobs()).as("manifest and signature").hasSize(2);
            assertThat(fleet.blobs)
                    .isDirectoryNotContaining(p -> p.getFileName().toString().length() > 10);
        }
    }

    @Test
    void shouldRefuseAnotherContentUnderANumberThatIsTaken() throws Exception {
        fleet.push(fleet.publish(fleet.office, "one", fleet.signer), place);
        StoredVersion own = fleet.publish(fleet.vehicle, "own", fleet.signer);
        refused(() -> fleet.pull(place), Kind.BAD_INPUT, "tiny@1 is here already with another content", "next number");
        refused(() -> fleet.push(own, place), Kind.BAD_INPUT, ":1: is another version already", "another tag");
        assertThat(fleet.push(own, place.withTag("newest")).digest()).isNotEmpty();
        assertThat(fleet.push(fleet.publish(fleet.vehicle, "next", fleet.signer), place.withTag("newest")))
                .isNotNull();
    }

    @Test
    void shouldFetchNothingOfWhatItDoesNotBelieve() throws Exception {
        Fleet stranger = new Fleet(Files.createDirectory(dir.resolve("stranger")));
        fleet.push(stranger.publish(stranger.office, "theirs", stranger.signer), place.withTag("theirs"));
        fleet.push(fleet.publish(fleet.office, "nobody's", null), place.withTag("unsigned"));
        fleet.push(fleet.publish(fleet.office, "old", fleet.signer), place.withTag("old"));
        fleet.trust().floor().set("tiny", 7);
        try (BadLine line = new BadLine(registry.port())) {
            OciAddress from = line.address(place.repository());
            refused(() -> fleet.pull(from.withTag("old")), Kind.BAD_INPUT, "older than 7", "under a new number");
            fleet.trust().floor().set("tiny", 0);
            refused(
                    () -> fleet.pull(from.withTag("theirs")),
                    Kind.BAD_INPUT,
                    from + ":theirs: signed by key",
                    "'saccade keys trust FILE.pub' adds it");
            refused(() -> fleet.pull(from.withTag("unsigned")), Kind.BAD_INPUT, "is not signed", "policy.yaml");
            assertThat(line.blobs()).as("manifests and signatures alone").hasSize(5);
        }
        assertThat(fleet.vehicle.models()).isEmpty();
    }

    @Test
    void shouldRefuseABlobThatWasTamperedWith() throws Exception {
        StoredVersion version = fleet.publish(fleet.office, "tampered", fleet.signer);
        fleet.push(version, place);
        VersionFile model = VersionManifest.read(version.directory()).files().stream()
                .filter(f -> f.path().endsWith("model.onnx"))
                .findFirst()
                .orElseThrow();
        Path blob = registry.blob(model.sha256());
        byte[] bytes = Files.readAllBytes(blob);
        bytes[bytes.length / 2] ^= 1;
        Files.write(blob, bytes);
        refused(() -> fleet.pull(place), Kind.BAD_INPUT, "package/model.onnx came with other bytes", "push");
        Files.write(blob, Arrays.copyOf(bytes, 1000));
        refused(() -> fleet.pull(place), Kind.BAD_INPUT, "sends 1000 bytes as blob", "push the version again");
        assertThat(fleet.vehicle.models()).isEmpty();

        bytes[bytes.length / 2] ^= 1;
        Files.write(blob, bytes);
        assertThat(fleet.pull(place)).hasToString("tiny@1");
    }

    @Test
    void shouldNotBeginWhatTheDiskCannotHold() throws Exception {
        StoredVersion version = fleet.publish(fleet.office, "one", fleet.signer);
        fleet.push(version, place);
        VersionManifest manifest = VersionManifest.read(version.directory());
        VersionFile vast = new VersionFile("package/vast", 900_000_000_000_000L, "0".repeat(64));
        VersionArtifact artifact = new VersionArtifact(List.of(
                new VersionArtifact.Part(
                        VersionArtifact.MANIFEST, VersionManifest.FILE, VersionArtifact.SHA256 + "0".repeat(64), 5),
                new VersionArtifact.Part(VersionArtifact.FILE, vast.path(), "sha256:" + vast.sha256(), vast.bytes())));
        assertThat(VersionArtifact.of(artifact.toJson(manifest), place)).isEqualTo(artifact);

        byte[] text = new VersionManifest(
                        "tiny", 9, manifest.created(), "a test", 0, manifest.identity(), List.of(vast))
                .toYaml()
                .getBytes(StandardCharsets.UTF_8);
        Path false9 = Files.createDirectories(dir.resolve("false"));
        Files.write(false9.resolve(VersionManifest.FILE), text);
        Files.writeString(
                false9.resolve("signature.yaml"), fleet.signer.sign(text).toYaml());
        // A registry takes no manifest without its blobs, so this one is asked in its place.
        try (FalseRegistry other = new FalseRegistry(false9, vast)) {
            refused(() -> fleet.pull(other.address()), Kind.STORAGE, "needs 858306", "free some");
        }
    }

    @Test
    void shouldSayWhatIsMissingAndWhatToDo() throws Exception {
        fleet.push(fleet.publish(fleet.office, "one", fleet.signer), place);
        refused(() -> fleet.pull(place.withTag("9")), Kind.BAD_INPUT, "no such version", "check repository and tag");
        refused(
                () -> fleet.pull(registry.address("nobody/here")),
                Kind.BAD_INPUT,
                "no repository of that name",
                "check repository and tag");
        refused(
                () -> fleet.pull(new OciAddress("no-such-host.invalid:5000", "a", "1", "")),
                Kind.NO_SOURCE,
                "host name is unknown");
        refused(() -> fleet.push(fleet.inOffice(1), place.withDigest("sha256:" + "0".repeat(64))), Kind.USAGE, "tag");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        refused(
                () -> fleet.pull(new OciAddress("127.0.0.1:" + free, "a", "1", "")),
                Kind.NO_SOURCE,
                "nobody listens there, 3 times",
                "check the address");
    }
}
