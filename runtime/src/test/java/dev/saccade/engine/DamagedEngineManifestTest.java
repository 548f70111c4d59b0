package dev.saccade.engine;

import dev.saccade.fuzz.Mutation;
import dev.saccade.model.PackageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DamagedEngineManifestTest {
    @TempDir
    Path dir;

    @Test
    void shouldReadOrRefuseDamagedManifests() throws Exception {
        StoreRig rig = new StoreRig(dir);
        EngineManifest manifest = StoreRig.manifest(rig.model(), StoreRig.HERE, "0".repeat(64), "2026-01-02T03:04:05Z");
        Path engine = Files.createDirectory(dir.resolve("engine"));
        Path file = Files.writeString(engine.resolve(ManifestFile.NAME), ManifestFile.text(manifest));
        Mutation.of(file, 600, PackageException.class, () -> ManifestFile.read(engine));
    }
}
