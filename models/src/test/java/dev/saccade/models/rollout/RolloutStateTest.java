package dev.saccade.models.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered from run to run. */
@Timeout(60)
class RolloutStateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T01:02:03Z");

    @TempDir
    Path directory;

    private RolloutState state() throws ModelsException {
        return RolloutState.open(directory.resolve("rollout"), "landing-pad");
    }

    @Test
    void shouldCountRunsAndRememberTheFallBackOfOneCandidate() throws Exception {
        assertThat(state().fallenBack("sha-3")).isEmpty();
        assertThat(state().nextRun()).isEqualTo(1);
        state().fallBack("sha-3", "faults: 'x'\nand\u0007 more", NOW);
        assertThat(state().nextRun()).isEqualTo(2);
        assertThat(state().fallenBack("sha-3"))
                .contains(new RolloutState.FallBack("sha-3", "2026-11-24T01:02:03Z", "faults:  x  and  more"));
        assertThat(state().fallenBack("sha-4"))
                .as("another candidate starts afresh")
                .isEmpty();
        state().reset();
        assertThat(state().fallenBack("sha-3")).isEmpty();
        assertThat(state().nextRun()).isEqualTo(3);
    }

    @Test
    void shouldGiveNoNumberTwice() throws Exception {
        Set<Long> numbers = ConcurrentHashMap.newKeySet();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 5; i++) {
                    try {
                        numbers.add(state().nextRun());
                    } catch (ModelsException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(numbers).hasSize(20).contains(1L, 20L);
    }

    @Test
    void shouldRefuseAFileThatIsDamagedAndAModelThatCannotBeAFile() throws Exception {
        Files.createDirectories(state().file().getParent());
        for (String text : List.of("runs: many\n", "fell-back: {}\n", "runs: 1\nfell-back: yes\n", "{", "")) {
            Files.writeString(state().file(), text);
            assertThatThrownBy(() -> state().nextRun()).as(text).hasMessageContaining("landing-pad.yaml");
            assertThat(state().file()).as("left as it is").hasContent(text);
        }
        assertThatThrownBy(() -> RolloutState.open(directory, "../evil")).hasMessageContaining("model name");
    }
}
