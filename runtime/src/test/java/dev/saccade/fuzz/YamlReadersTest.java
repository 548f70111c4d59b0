package dev.saccade.fuzz;

import dev.saccade.model.LabelList;
import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.trust.KeyFiles;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What reaches a vehicle as text: versions, signatures, keys, records, labels. */
@Timeout(300)
class YamlReadersTest {
    private static final int ROUNDS = 600;

    @TempDir
    Path dir;

    @Test
    void shouldReadOrRefuseDamagedManifests() throws Exception {
        VersionManifest manifest = new VersionManifest(
                "pad",
                7,
                "2026-11-23T12:00:00Z",
                "a test",
                6,
                "0".repeat(64),
                List.of(new VersionFile("package/model.onnx", 7, "1".repeat(64))));
        Path file = Files.writeString(dir.resolve(VersionManifest.FILE), manifest.toYaml());
        Mutation.of(file, ROUNDS, PackageException.class, () -> VersionManifest.read(dir));
    }

    @Test
    void shouldReadOrRefuseDamagedSignatures() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] manifest = {1, 2, 3};
        VersionSignature signature = VersionSignature.sign(manifest, pair.getPrivate(), pair.getPublic());
        Path file = Files.writeString(dir.resolve(VersionSignature.FILE), signature.toYaml());
        Mutation.of(file, ROUNDS, PackageException.class, () -> {
            VersionSignature read = VersionSignature.read(dir);
            read.isOf(manifest, pair.getPublic());
        });
    }

    @Test
    void shouldReadOrRefuseDamagedKeys() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = KeyFiles.pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Path store = Files.createDirectory(dir.resolve("trust"));
        Path file = Files.writeString(store.resolve("release.pub"), pem);
        Mutation.of(file, ROUNDS, PackageException.class, () -> KeyFiles.readPublic(file));
        Mutation.of(file, ROUNDS, PackageException.class, () -> TrustStore.open(store));
    }

    @Test
    void shouldReadOrRefuseDamagedRecordsAndLabels() throws Exception {
        Path record = Files.writeString(
                dir.resolve("record.yaml"),
                "creator: a\nmetrics: {map: 0.5}\ndatasets:\n  - {name: d, path: p, samples: 3}\n");
        Mutation.of(
                record,
                ROUNDS,
                PackageException.class,
                () -> PlainYaml.read(record, "creator: NAME", "docs/repository.md"));
        Path labels = Files.writeString(dir.resolve("labels.txt"), "background\nperson\nbicycle\n");
        Mutation.of(labels, ROUNDS, PackageException.class, () -> LabelList.read(labels));
    }
}
