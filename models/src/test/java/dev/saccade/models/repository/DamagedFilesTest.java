package dev.saccade.models.repository;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged copies of each text file of a repository: read, or refused in one line. */
@Timeout(300)
class DamagedFilesTest {
    private static final int ROUNDS = 150;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path dir;

    private ModelRepository repository;
    private StoredVersion version;
    private Path model;

    @BeforeEach
    void publish() throws Exception {
        repository = ModelRepository.open(dir.resolve("repository"));
        model = repository.directory().resolve("tiny");
        Path source = TinyPackage.write(dir.resolve("source"), "weights");
        try (VersionDraft draft = repository.draft("tiny")) {
            draft.addPackage(source);
            version = draft.publish("a test", 0, NOW, null);
        }
        new Promotions(repository, null)
                .promoteUnproven(Reference.of("tiny@1"), "production", "a test", "because", NOW);
    }

    @Test
    void shouldReadOrRefuseDamagedAliases() throws Exception {
        Path alias = model.resolve("aliases").resolve("production");
        Mutation.of(alias, ROUNDS, ModelsException.class, () -> repository.resolve(Reference.of("tiny")));
        Mutation.of(alias, ROUNDS, ModelsException.class, () -> repository.aliases("tiny"));
    }

    @Test
    void shouldReadOrRefuseADamagedHistory() throws Exception {
        Mutation.of(model.resolve("history"), ROUNDS, ModelsException.class, () -> repository.history("tiny"));
    }

    @Test
    void shouldReadOrRefuseADamagedFormat() throws Exception {
        Path format = repository.directory().resolve("format");
        Mutation.of(format, ROUNDS, ModelsException.class, () -> ModelRepository.open(repository.directory()));
    }

    @Test
    void shouldReadOrRefuseDamagedProofs() throws Exception {
        Files.createDirectories(version.record());
        Path record = Files.writeString(
                version.record().resolve("record.yaml"), """
                creator: a test
                gate:
                  verdict: passed
                  candidate-identity: %s
                  engines:
                    - {verdict: passed, candidate-identity: %s, plan: %s}
                """.formatted("0".repeat(64), "0".repeat(64), "1".repeat(64)));
        Mutation.of(record, ROUNDS, ModelsException.class, () -> {
            String gap = GateProof.gap(version);
            if (gap != null && gap.contains("\n")) {
                throw new AssertionError("two lines: " + gap);
            }
        });
    }
}
