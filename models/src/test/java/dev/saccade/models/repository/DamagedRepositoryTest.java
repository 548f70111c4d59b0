package dev.saccade.models.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.ModelsException.Kind;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people, disks and other programs leave in a repository: told in one line that names the file, nothing lost. */
class DamagedRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path dir;

    private ModelRepository repository;
    private Promotions promotions;
    private Path model;

    @BeforeEach
    void publish() throws Exception {
        repository = ModelRepository.open(dir.resolve("repository"));
        promotions = new Promotions(repository, null);
        model = repository.directory().resolve("tiny");
        for (int i = 0; i < 3; i++) {
            publishOne();
        }
        promote("tiny@2", "production");
        promote("tiny@3", "candidate");
    }

    private StoredVersion publishOne() throws Exception {
        Path source = dir.resolve("source");
        TinyPackage.write(source, "weights");
        try (VersionDraft draft = repository.draft("tiny")) {
            draft.addPackage(source);
            return draft.publish("a test", 0, NOW, null);
        }
    }

    private StoredVersion promote(String reference, String alias) throws Exception {
        return promotions.promoteUnproven(Reference.of(reference), alias, "a test", "because", NOW);
    }

    private static void assertRefused(ThrowingCallable call, Kind kind, Object... words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .satisfies(e -> {
                    assertThat(e.getMessage()).hasLineCount(1).doesNotContain("java.");
                    for (Object word : words) {
                        assertThat(e.getMessage()).contains(word.toString());
                    }
                });
    }

    @Test
    void shouldNameADamagedAliasAndLetItBeGivenAnew() throws Exception {
        Path alias = model.resolve("aliases").resolve("production");
        Files.write(alias, new byte[] {(byte) 0xff, 'x'});
        assertRefused(() -> repository.aliases("tiny"), Kind.BAD_INPUT, alias, "promote tiny@N --alias production");
        assertRefused(() -> repository.resolve(Reference.of("tiny")), Kind.BAD_INPUT, alias);
        assertRefused(() -> repository.collect("tiny", 0, NOW, false), Kind.BAD_INPUT, alias);
        assertThat(repository.versions("tiny"))
                .as("what an alias may name is not collected")
                .containsExactly(1, 2, 3);
        assertThat(repository.resolve(Reference.of("tiny@candidate")).number()).isEqualTo(3);
        assertThat(repository.resolve(Reference.of("tiny@1")).number()).isEqualTo(1);

        assertRefused(() -> promote("tiny@1", "production"), Kind.USAGE, "older than production, 2");
        promote("tiny@2", "production");
        assertThat(repository.aliases("tiny")).containsEntry("production", 2);
    }

    @Test
    void shouldReadWhatIsLeftOfAHistory() throws Exception {
        Path history = model.resolve("history");
        byte[] whole = Files.readAllBytes(history);
        byte[] damaged = java.util.Arrays.copyOf(whole, whole.length + 3);
        damaged[whole.length] = (byte) 0xfe;
        damaged[whole.length + 1] = '\n';
        damaged[whole.length + 2] = '2';
        Files.write(history, damaged);
        assertThat(repository.history("tiny")).hasSize(2);
        promote("tiny@3", "production");
        assertThat(repository.history("tiny")).hasSize(3).last().satisfies(entry -> assertThat(entry.to())
                .isEqualTo(3));
    }

    @Test
    void shouldWriteDownNoMoveThatDidNotHappen() throws Exception {
        Path history = model.resolve("history");
        byte[] before = Files.readAllBytes(history);
        Path blocked = Files.createDirectories(model.resolve("aliases").resolve("canary"));
        Files.writeString(blocked.resolve("file"), "in the way");
        assertRefused(() -> promote("tiny@1", "canary"), Kind.STORAGE, "canary");
        assertThat(Files.readAllBytes(history)).isEqualTo(before);
    }

    @Test
    void shouldNeverGuessANumberThatMayHaveBeenGivenOut() throws Exception {
        Path counter = model.resolve("counter");
        Files.writeString(counter, "2x");
        assertRefused(this::publishOne, Kind.BAD_INPUT, counter, "'2x'", "highest number");
        assertThat(repository.versions("tiny")).containsExactly(1, 2, 3);
        Files.writeString(counter, "9");
        assertThat(publishOne().number()).isEqualTo(10);
    }

    @Test
    void shouldRefuseAVersionThatIsALinkOrHoldsOne() throws Exception {
        TrustStore trust = TrustStore.open(dir.resolve("trust"));
        Path version = repository.resolve(Reference.of("tiny@1")).directory();
        Path labels = version.resolve("package").resolve("labels.txt");
        Path aside = Files.move(labels, dir.resolve("labels.txt"));
        Files.createSymbolicLink(labels, aside);
        assertThatThrownBy(() -> VersionCheck.check(version, trust))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(labels.toString(), "link", "models pull");
        Files.delete(labels);
        Files.move(aside, labels);
        VersionCheck.check(version, trust);
        Path elsewhere = Files.move(version, dir.resolve("elsewhere"));
        Files.createSymbolicLink(version, elsewhere);
        assertThatThrownBy(() -> VersionCheck.check(version, trust))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(version + ": a link", "models pull");
    }

    @Test
    void shouldTellAVersionOfANewerFormatFromADamagedOne() throws Exception {
        TrustStore trust = TrustStore.open(dir.resolve("trust"));
        Path version = repository.resolve(Reference.of("tiny@1")).directory();
        Path manifest = version.resolve(VersionManifest.FILE);
        Files.writeString(manifest, Files.readString(manifest).replace("format: 1", "format: 2"));
        assertThatThrownBy(() -> VersionCheck.check(version, trust))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(manifest.toString(), "newer than 1", "update saccade");
        Files.delete(manifest);
        assertThatThrownBy(() -> VersionCheck.check(version, trust))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(manifest.toString(), "no such file", "models pull")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("java."));
    }

    @Test
    void shouldLeaveNothingBesideAVersionThatIsSigned() throws Exception {
        StoredVersion version = repository.resolve(Reference.of("tiny@1"));
        repository.sign(version, new VersionSignature("0123456789abcdef", "AAAA"));
        repository.sign(version, new VersionSignature("0123456789abcdef", "BBBB"));
        assertThat(VersionSignature.read(version.directory()).value()).isEqualTo("BBBB");
        VersionCheck.whole(version.directory());
        // What a program that was killed while it signed leaves lies beside the versions, and is swept.
        Path left = Files.writeString(model.resolve(".123.next"), "half a sign");
        Files.setLastModifiedTime(left, FileTime.from(NOW.minus(Duration.ofDays(2))));
        repository.collect("tiny", 3, NOW, false);
        assertThat(left).doesNotExist();
    }

    @Test
    void shouldKeepEveryMoveOfWritersThatCompete() throws Exception {
        ConcurrentLinkedQueue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> writers = List.of(
                new Thread(() -> repeat(() -> promote("tiny@1", "canary"), thrown)),
                new Thread(() -> repeat(() -> promote("tiny@2", "canary"), thrown)),
                new Thread(() -> repeat(() -> promote("tiny@3", "canary"), thrown)),
                new Thread(() -> repeat(this::publishDraft, thrown)),
                new Thread(() -> repeat(() -> repository.collect("tiny", 1, NOW, false), thrown)));
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        // A version that is collected between two promotions is missed by the next one, and nothing else is.
        assertThat(thrown).allSatisfy(e -> assertThat(e).hasMessageContaining("no such version"));
        List<HistoryEntry> moves = repository.history("tiny").stream()
                .filter(entry -> entry.alias().equals("canary"))
                .toList();
        for (int i = 1; i < moves.size(); i++) {
            assertThat(moves.get(i).from()).isEqualTo(moves.get(i - 1).to());
        }
        int last = repository.aliases("tiny").get("canary");
        assertThat(moves.get(moves.size() - 1).to()).isEqualTo(last);
        assertThat(repository.versions("tiny")).contains(2, 3, last);
    }

    private void publishDraft() throws Exception {
        try (VersionDraft draft = repository.draft("tiny")) {
            draft.addPackage(dir.resolve("source"));
            draft.publish("a test", 0, NOW, null);
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void repeat(Act act, ConcurrentLinkedQueue<Throwable> thrown) {
        for (int i = 0; i < 10; i++) {
            try {
                act.run();
            } catch (Exception e) {
                thrown.add(e);
            }
        }
    }
}
