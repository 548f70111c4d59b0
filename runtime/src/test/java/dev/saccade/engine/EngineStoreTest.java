package dev.saccade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineStoreTest {
    @TempDir
    Path dir;

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(dir);
    }

    @Test
    void shouldFindWhatWasPublished() throws Exception {
        StoredEngine published = rig.publish();

        StoredEngine found = rig.store.find(rig.model(), StoreRig.HERE);

        assertThat(found).isEqualTo(published);
        assertThat(found.plan()).hasContent("a plan").startsWith(rig.store.directory());
        assertThat(found.plan().getParent().getParent()).hasFileName("tensorrt-10.6.0-NVIDIA-H100-80GB-HBM3-sm9.0");
    }

    @Test
    void shouldReadBackEveryFieldOfAManifest() throws Exception {
        EngineManifest written = new EngineManifest(
                "m",
                "a".repeat(64),
                new dev.saccade.model.PackageHashes("0".repeat(64), "1".repeat(64), "2".repeat(64)),
                List.of("x: \"y\" # FLOAT32[1, 2]", "é INT8[]"),
                List.of(),
                "fp16 97.3 %, fp32 2.7 %",
                List.of("my.domain:Op 1"),
                new EngineTarget("tensorrt", "10.10", "1e3", "9.0"),
                java.util.Map.of("typing", "strong", "level", "-1", "empty?", "~"),
                "9".repeat(64),
                "2026-01-02T03:04:05Z");
        Files.writeString(dir.resolve(ManifestFile.NAME), ManifestFile.text(written));

        assertThat(ManifestFile.read(dir)).isEqualTo(written);
    }

    @Test
    void shouldKeepNoEngineWhoseManifestCouldNotBeRead() {
        assertThatThrownBy(() -> rig.publish("a plan", "yesterday", StoreRig.HERE))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("built")
                .hasMessageContaining("cannot be kept");
        assertThat(rig.store.list()).isEmpty();
    }

    @Test
    void shouldTakeTheNewestOfSeveralThatFit() throws Exception {
        rig.publish("b", "2026-01-02T00:00:00Z", StoreRig.HERE);
        rig.publish("c", "2026-01-03T00:00:00Z", StoreRig.HERE);
        rig.publish("a", "2026-01-01T00:00:00Z", StoreRig.HERE);

        assertThat(rig.store.find(rig.model(), StoreRig.HERE).plan()).hasContent("c");
    }

    @Test
    void shouldTakeAnOlderEngineWhenTheNewestIsDamaged() throws Exception {
        rig.publish("old", "2026-01-01T00:00:00Z", StoreRig.HERE);
        StoredEngine newest = rig.publish("new", "2026-01-02T00:00:00Z", StoreRig.HERE);
        Files.writeString(newest.plan(), "neW");

        assertThat(rig.store.find(rig.model(), StoreRig.HERE).plan()).hasContent("old");
    }

    @Test
    void shouldKeepTheEngineThatIsThereWhenTheSameIsPublishedAgain() throws Exception {
        StoredEngine first = rig.publish("p", "2026-01-01T00:00:00Z", StoreRig.HERE);
        StoredEngine second = rig.publish("p", "2026-01-02T00:00:00Z", StoreRig.HERE);

        assertThat(second.plan()).isEqualTo(first.plan());
        assertThat(rig.store.list()).hasSize(1);
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldReplaceADamagedEngineOfTheSameContent() throws Exception {
        StoredEngine first = rig.publish();
        Files.writeString(first.plan(), "a plan, cut");

        rig.publish();

        assertThat(rig.store.find(rig.model(), StoreRig.HERE).plan()).hasContent("a plan");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldLeaveNothingOfADraftThatWasNotPublished() throws Exception {
        EngineDraft draft = rig.store.draft();
        Files.writeString(draft.plan(), "half");
        draft.layers("{}");

        assertThat(rig.store.list()).isEmpty();
        draft.close();
        draft.close();
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldLeaveTheDraftsOfLiveBuildsAlone() throws Exception {
        try (EngineDraft first = rig.store.draft();
                EngineDraft second = rig.store.draft()) {
            assertThat(first.plan().getParent()).isDirectory();
            assertThat(second.plan().getParent()).isDirectory();
        }
        assertThat(drafts()).isEmpty();
    }

    @Test
    void shouldSweepADraftWithoutItsLock() throws Exception {
        Path left = Files.createDirectories(rig.store.directory().resolve(".drafts/left"));
        Files.writeString(left.resolve("engine.plan"), "half");

        rig.store.draft().close();

        assertThat(left).doesNotExist();
    }

    @Test
    void shouldListEnginesAmongForeignFiles() throws Exception {
        StoredEngine engine = rig.publish();
        Path store = rig.store.directory();
        Files.writeString(store.resolve("README"), "notes");
        Files.createDirectories(store.resolve("empty"));
        Files.createDirectories(store.resolve("a/b/c/d"));
        Files.writeString(store.resolve("a/b/notes"), "notes");
        Path damaged = Files.createDirectories(engine.plan().getParent().resolveSibling("damaged"));
        Files.writeString(damaged.resolve("engine.plan"), "no manifest");
        Files.createSymbolicLink(store.resolve("loop"), store.resolve("loop"));

        List<EngineEntry> entries = rig.store.list();

        assertThat(entries)
                .extracting(EngineEntry::directory)
                .containsExactlyInAnyOrder(engine.plan().getParent(), damaged);
        assertThat(entries).extracting(EngineEntry::problem).contains(damaged.resolve("engine.yaml") + ": missing");
        assertThat(rig.store.find(rig.model(), StoreRig.HERE)).isEqualTo(engine);
    }

    @Test
    void shouldListNothingWhereThereIsNoStore() {
        assertThat(new EngineStore(dir.resolve("none")).list()).isEmpty();
        assertThat(dir.resolve("none")).doesNotExist();
    }

    @Test
    void shouldKeepTimingsForTheNextBuildOfTheTarget() throws Exception {
        byte[] timings = {1, 2, 3};
        try (EngineDraft draft = rig.store.draft()) {
            draft.timings("m", StoreRig.HERE, new byte[] {9});
            draft.timings("m", StoreRig.HERE, timings);
        }

        assertThat(rig.store.timings("m", StoreRig.HERE)).isEqualTo(timings);
        assertThat(rig.store.timings("m", new EngineTarget("tensorrt", "10.6.0", "other", "9.0")))
                .isEmpty();
        assertThat(rig.store.timings("n", StoreRig.HERE)).isEmpty();
    }

    @Test
    void shouldForgetTimingsOfWhichOneByteChanged() throws Exception {
        try (EngineDraft draft = rig.store.draft()) {
            draft.timings("m", StoreRig.HERE, new byte[] {1, 2, 3});
        }
        Path file =
                EngineStore.directory(rig.store.directory(), "m", StoreRig.HERE).resolve("timing.cache");
        byte[] whole = Files.readAllBytes(file);
        for (int i : new int[] {0, 30, 88, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            Files.write(file, flipped);
            assertThat(rig.store.timings("m", StoreRig.HERE)).as("byte %d", i).isEmpty();
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertThat(rig.store.timings("m", StoreRig.HERE)).isEmpty();
    }

    @Test
    void shouldSayThatADirectoryCannotBeWritten() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThatThrownBy(() -> new EngineStore(file.resolve("engines")).draft())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("--store");
    }

    private List<Path> drafts() throws Exception {
        try (Stream<Path> files = Files.list(rig.store.directory().resolve(".drafts"))) {
            return files.toList();
        }
    }
}
