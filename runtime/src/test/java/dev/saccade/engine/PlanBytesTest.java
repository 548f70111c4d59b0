package dev.saccade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanBytesTest {
    @TempDir
    private Path dir;

    @Test
    void shouldHashAndKeepEveryPieceOfAFile() throws Exception {
        byte[] content = new byte[1000];
        new Random(3).nextBytes(content);
        Path file = Files.write(dir.resolve("engine.plan"), content);
        for (long most : new long[] {1, 7, 250, 999, 1000, 1001}) {
            try (PlanBytes plan = PlanBytes.read(file, most)) {
                byte[] kept = new byte[content.length];
                plan.pointer().get(kept);
                assertThat(kept).as("pieces of %d", most).isEqualTo(content);
                assertThat(plan.size()).isEqualTo(content.length);
                assertThat(plan.sha256()).as("pieces of %d", most).isEqualTo(StoreFiles.sha256(file));
            }
        }
    }

    @Test
    void shouldReadAnEmptyFile() throws Exception {
        Path file = Files.createFile(dir.resolve("engine.plan"));
        try (PlanBytes plan = PlanBytes.read(file)) {
            assertThat(plan.size()).isZero();
            assertThat(plan.sha256()).isEqualTo(StoreFiles.sha256(file));
        }
    }
}
