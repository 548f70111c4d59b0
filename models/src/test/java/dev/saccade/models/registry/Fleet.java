package dev.saccade.models.registry;

import dev.saccade.models.PullProgress;
import dev.saccade.models.repository.KeyRing;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.Signer;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.TinyPackage;
import dev.saccade.models.repository.VersionDraft;
import dev.saccade.trust.TrustStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A place that publishes and a vehicle that pulls, which takes nothing but what the release key signed. */
final class Fleet {
    static final Patience QUICK = new Patience(3, Duration.ofMillis(1), Duration.ofSeconds(10), Duration.ofSeconds(30));
    static final int MODEL_BYTES = 1_000_000;

    final Path blobs;
    final ModelRepository office;
    final ModelRepository vehicle;
    final Signer signer;
    private final Path dir;
    private final Path trust;

    Fleet(Path dir) throws Exception {
        this.dir = dir;
        blobs = dir.resolve("blobs");
        office = ModelRepository.open(dir.resolve("office"));
        vehicle = ModelRepository.open(dir.resolve("vehicle"));
        Path key = KeyRing.make("release", Files.createDirectories(dir.resolve("keys")));
        signer = Signer.read(key);
        trust = Files.createDirectories(dir.resolve("trust"));
        KeyRing.trust(Signer.publicFile(key), trust, false);
        Files.writeString(trust.resolve("policy.yaml"), "developer: no\n");
    }

    TrustStore trust() throws Exception {
        return TrustStore.open(trust);
    }

    /** A version with a large file, an empty one, and two of the same content. */
    StoredVersion publish(ModelRepository where, String weights, Signer by) throws Exception {
        Path source =
                TinyPackage.write(dir.resolve("source-" + weights), weights.repeat(MODEL_BYTES / weights.length()));
        try (VersionDraft draft = where.draft("tiny")) {
            draft.addPackage(source);
            Path record = Files.createDirectories(draft.directory().resolve("record"));
            Files.writeString(record.resolve("record.yaml"), "creator: a test\n");
            Files.writeString(record.resolve("copy.yaml"), "creator: a test\n");
            Files.writeString(record.resolve("empty"), "");
            return draft.publish("a test", 0, Instant.parse("2026-11-23T12:00:00Z"), by);
        }
    }

    OciAddress push(StoredVersion version, OciAddress to) throws Exception {
        return new VersionPush(access(QUICK, null), PullProgress.SILENT).push(version, to);
    }

    StoredVersion pull(OciAddress from) throws Exception {
        return pull(from, QUICK, null);
    }

    StoredVersion pull(OciAddress from, Patience patience, RegistryLogin login) throws Exception {
        return new VersionPull(access(patience, login), blobs, PullProgress.SILENT).pull(from, vehicle, trust());
    }

    static RegistryAccess access(Patience patience, RegistryLogin login) {
        return new RegistryAccess(true, login, patience);
    }

    StoredVersion inOffice(int number) throws Exception {
        return office.resolve(Reference.of("tiny@" + number));
    }

    /** Every file of a version and what it holds. */
    static Map<String, String> content(StoredVersion version) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(version.directory())) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                content.put(
                        version.directory().relativize(file).toString(),
                        Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
