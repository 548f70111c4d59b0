package dev.saccade.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes over one store, some of them killed. */
class EngineStoreProcessTest {
    private static final int KILLS = 5;
    private static final int EACH = 20;

    @TempDir
    Path dir;

    @Test
    void shouldNeverShowHalfAnEngineOfAKilledProcess() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StoreRig rig = new StoreRig(dir);
        for (int i = 0; i < KILLS; i++) {
            Process process = start(rig, Integer.toString(1000 * i), Integer.toString(Integer.MAX_VALUE));
            try {
                assertThat(output(process).readLine()).isEqualTo("ready");
                LockSupport.parkNanos(random.nextInt(60_000_000));
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertWhole(rig, seed);
        }
        rig.publish();
        assertThat(rig.store.directory().resolve(".drafts")).as("seed %d", seed).isEmptyDirectory();
        assertThat(rig.store.list()).as("seed %d", seed).isNotEmpty();
    }

    @Test
    void shouldLeaveNothingOfABuildThatIsEndedByASignal() throws Exception {
        StoreRig rig = new StoreRig(dir);
        Process process = start(rig);
        try {
            assertThat(output(process).readLine()).isEqualTo("ready");
            assertThat(rig.store.directory().resolve(".drafts")).isNotEmptyDirectory();
            process.destroy();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(rig.store.directory().resolve(".drafts")).isEmptyDirectory();
    }

    @Test
    void shouldServeTwoProcessesThatPublishTheSameEngines() throws Exception {
        StoreRig rig = new StoreRig(dir);
        Process one = start(rig, "0", Integer.toString(EACH));
        Process two = start(rig, Integer.toString(EACH / 2), Integer.toString(EACH));
        try {
            assertThat(output(one).lines()).containsExactly("ready", "done");
            assertThat(output(two).lines()).containsExactly("ready", "done");
            assertThat(one.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(two.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
        assertWhole(rig, 0);
        assertThat(rig.store.list()).hasSize(EACH + EACH / 2);
        assertThat(rig.store.directory().resolve(".drafts")).isEmptyDirectory();
    }

    /** Every engine that can be found is whole, and belongs to the model. */
    private static void assertWhole(StoreRig rig, long seed) throws Exception {
        for (EngineEntry entry : rig.store.list()) {
            assertThat(rig.store.differences(entry, rig.model(), StoreRig.HERE))
                    .as("%s, seed %d", entry, seed)
                    .isEmpty();
        }
    }

    private Process start(StoreRig rig, String... more) throws Exception {
        Path errors = Files.createTempFile(dir, "publisher", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                PublishingProcess.class.getName(),
                rig.store.directory().toString(),
                rig.files.path().toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectError(errors.toFile()).start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
