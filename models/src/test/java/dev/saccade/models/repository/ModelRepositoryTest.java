package dev.saccade.models.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import dev.saccade.trust.Floor;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path dir;

    private ModelRepository repository;
    private Promotions promotions;
    private Floor floor;

    @BeforeEach
    void open() throws Exception {
        repository = ModelRepository.open(dir.resolve("repository"));
        floor = TrustStore.open(dir.resolve("trust")).floor();
        promotions = new Promotions(repository, floor);
    }

    private StoredVersion publish(String weights) throws Exception {
        Path source = TinyPackage.write(dir.resolve("source-" + weights), weights);
        try (VersionDraft draft = repository.draft("tiny")) {
            draft.addPackage(source);
            return draft.publish("a test", 0, NOW, null);
        }
    }

    private StoredVersion promote(String reference, String alias) throws Exception {
        return promotions.promoteUnproven(Reference.of(reference), alias, "a test", "because", NOW);
    }

    @Test
    void shouldNumberVersionsAndKeepThemWhole() throws Exception {
        StoredVersion first = publish("one");
        StoredVersion second = publish("two");
        assertThat(repository.models()).containsExactly("tiny");
        assertThat(repository.versions("tiny")).containsExactly(1, 2);
        assertThat(first.packageDirectory().resolve("model.onnx")).hasContent("one");
        VersionTrust trust = VersionCheck.check(second.directory(), TrustStore.open(dir.resolve("trust")));
        assertThat(trust.level()).isEqualTo(VersionTrust.Level.UNSIGNED);
        assertThat(trust.text()).contains("developer mode");
        assertThat(VersionManifest.read(second.directory()).files())
                .extracting(f -> f.path())
                .containsExactly("package/labels.txt", "package/model.onnx", "package/model.yaml");
    }

    @Test
    void shouldResolveNumbersAliasesAndProduction() throws Exception {
        publish("one");
        publish("two");
        publish("three");
        assertThat(repository.resolve(Reference.of("tiny")).number()).isEqualTo(3);
        promote("tiny@2", "production");
        promote("tiny@3", "candidate");
        assertThat(repository.resolve(Reference.of("tiny")).number()).isEqualTo(2);
        assertThat(repository.resolve(Reference.of("tiny@candidate")).number()).isEqualTo(3);
        assertThat(repository.resolve(Reference.of("tiny@1")).number()).isEqualTo(1);
        assertThat(repository.aliases("tiny")).isEqualTo(Map.of("production", 2, "candidate", 3));
    }

    @Test
    void shouldSayWhatThereIsInsteadOfWhatIsNot() throws Exception {
        publish("one");
        assertThatThrownBy(() -> repository.resolve(Reference.of("tiny@7")))
                .hasMessageContaining("tiny@7")
                .hasMessageContaining("1 to 1");
        assertThatThrownBy(() -> repository.resolve(Reference.of("huge"))).hasMessageContaining("[tiny]");
        assertThatThrownBy(() -> Reference.of("tiny@Not An Alias")).hasMessageContaining("NAME@7");
        assertThatThrownBy(() -> Reference.of("../tiny")).isInstanceOf(ModelsException.class);
    }

    @Test
    void shouldGoBackOnPurposeOnly() throws Exception {
        publish("one");
        publish("two");
        promote("tiny@1", "production");
        promote("tiny@2", "production");
        assertThat(floor.of("tiny")).isEqualTo(2);
        assertThatThrownBy(() -> promote("tiny@1", "production")).hasMessageContaining("rollback tiny --to 1");

        assertThat(promotions.rollback("tiny", 0, "a test", "it swerves", NOW).number())
                .isEqualTo(1);
        assertThat(floor.of("tiny")).isEqualTo(1);
        assertThat(repository.resolve(Reference.of("tiny")).number()).isEqualTo(1);
        List<HistoryEntry> history = repository.history("tiny");
        assertThat(history).extracting(HistoryEntry::to).containsExactly(1, 2, 1);
        assertThat(history.get(2).reason()).contains("it swerves");
        assertThatThrownBy(() -> promotions.rollback("tiny", 9, "a test", "", NOW))
                .hasMessageContaining("nothing to go back to");
    }

    @Test
    void shouldRefuseAnOlderVersionOnAVehicleThatHadANewerOne() throws Exception {
        StoredVersion first = publish("one");
        publish("two");
        promote("tiny@2", "production");
        TrustStore trust = TrustStore.open(dir.resolve("trust"));
        assertThatThrownBy(() -> VersionCheck.check(first.directory(), trust))
                .hasMessageContaining("older than 2")
                .hasMessageContaining("rollback tiny --to 1");
    }

    @Test
    void shouldPublishNothingOfAPackageThatIsWrong() throws Exception {
        Path source = TinyPackage.write(dir.resolve("source"), "one");
        Files.writeString(source.resolve("model.yaml"), "saccade: 1\nname: tiny\ntask: guessing\n");
        try (VersionDraft draft = repository.draft("tiny")) {
            draft.addPackage(source);
            assertThatThrownBy(() -> draft.publish("a test", 0, NOW, null)).hasMessageContaining("guessing");
        }
        assertThat(repository.versions("tiny")).isEmpty();
        assertThat(repository.models()).isEmpty();
        try (var left = Files.list(repository.directory().resolve("tiny"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldCollectWhatNobodyNamesAndNeverReuseANumber() throws Exception {
        for (int i = 1; i <= 5; i++) {
            publish("w" + i);
        }
        promote("tiny@1", "production");
        assertThat(repository.collect("tiny", 2, NOW, true)).containsExactly(2, 3);
        assertThat(repository.versions("tiny")).hasSize(5);
        assertThat(repository.collect("tiny", 0, NOW, false)).containsExactly(2, 3, 4, 5);
        assertThat(repository.versions("tiny")).containsExactly(1);
        assertThat(publish("again").number()).isEqualTo(6);
    }

    @Test
    void shouldSweepDraftsThatWereLeftBehindForADay() throws Exception {
        publish("one");
        Path draft = repository.draft("tiny").directory();
        repository.collect("tiny", 9, Instant.now(), false);
        assertThat(draft).exists();
        Files.setLastModifiedTime(draft, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        repository.collect("tiny", 9, Instant.now(), false);
        assertThat(draft).doesNotExist();
    }

    @Test
    void shouldGiveEveryThreadANumberOfItsOwn() throws Exception {
        int threads = 4;
        int each = 5;
        ConcurrentLinkedQueue<Integer> numbers = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int thread = t;
            workers[t] = new Thread(() -> {
                try {
                    for (int i = 0; i < each; i++) {
                        numbers.add(publish("t" + thread + "i" + i).number());
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            workers[t].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(failures).isEmpty();
        Set<Integer> distinct = new TreeSet<>(numbers);
        assertThat(distinct).hasSize(threads * each);
        assertThat(repository.versions("tiny")).containsExactlyElementsOf(distinct);
    }

    @Test
    void shouldRefuseADirectoryThatIsNoRepositoryOrANewerOne() throws Exception {
        Path other = Files.createDirectories(dir.resolve("other"));
        Files.writeString(other.resolve("holiday.txt"), "sun");
        assertThatThrownBy(() -> ModelRepository.open(other)).hasMessageContaining("no model repository");
        Files.writeString(other.resolve("format"), "2\n");
        assertThatThrownBy(() -> ModelRepository.open(other))
                .hasMessageContaining("format 2 is newer than 1")
                .hasMessageContaining("update saccade");
    }

    @Test
    void shouldReadAHistoryWhoseLastLineWasCutOff() throws Exception {
        publish("one");
        promote("tiny@1", "candidate");
        Path history = repository.directory().resolve("tiny").resolve("history");
        Files.writeString(history, Files.readString(history) + "2026-11-23T12:00:00Z\tsomeb");
        assertThat(repository.history("tiny")).hasSize(1);
        promote("tiny@1", "production");
        assertThat(repository.history("tiny"))
                .extracting(HistoryEntry::alias)
                .containsExactly("candidate", "production");
    }

    @Test
    void shouldLetNothingServeThatNoGateCompared() throws Exception {
        publish("one");
        Reference wanted = Reference.of("tiny@1");
        assertThatThrownBy(() -> promotions.promote(wanted, "production", "a test", "", NOW))
                .hasMessageContaining("tiny@1: it has no record, so no gate has compared it")
                .hasMessageContaining("'saccade compile tiny@1'")
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT));
        assertThat(repository.aliases("tiny")).isEmpty();
        assertThat(floor.of("tiny")).isZero();
        promotions.promote(wanted, "candidate", "a test", "to be looked at", NOW);

        promotions.promoteUnproven(wanted, "production", "a test", "the demo", NOW);
        assertThat(repository.history("tiny"))
                .extracting(HistoryEntry::reason)
                .containsExactly(
                        "to be looked at", "unproven (it has no record, so no gate has compared it): the demo");
    }

    @Test
    void shouldLetAVersionServeWhosePackageAGateCompared() throws Exception {
        String identity = VersionManifest.read(publish("one").directory()).identity();
        for (String compared : List.of(identity, "another")) {
            Path record = Files.createDirectories(dir.resolve("record-" + compared.length()));
            Files.writeString(
                    record.resolve("record.yaml"),
                    "creator: a test\ngate:\n  verdict: passed\n  candidate-identity: \"" + compared + "\"\n");
            try (VersionDraft draft = repository.draft("tiny")) {
                draft.addPackage(dir.resolve("source-one"));
                draft.addRecord(record);
                draft.publish("a test", 0, NOW, null);
            }
        }
        promotions.promote(Reference.of("tiny@2"), "production", "a test", "passed", NOW);
        assertThat(repository.history("tiny")).extracting(HistoryEntry::reason).containsExactly("passed");
        assertThatThrownBy(() -> promotions.promote(Reference.of("tiny@3"), "production", "a test", "", NOW))
                .hasMessageContaining("compared another package");
    }
}
