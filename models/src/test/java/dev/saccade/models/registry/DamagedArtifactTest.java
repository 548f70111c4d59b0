package dev.saccade.models.registry;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry, or whoever sits between, may answer instead of a manifest. */
@Timeout(300)
class DamagedArtifactTest {
    @Test
    void shouldReadOrRefuseDamagedManifests() throws Exception {
        OciAddress address = OciAddress.of("oci://registry.example:5000/models/tiny:7");
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        VersionManifest version = new VersionManifest(
                "tiny",
                7,
                "2026-11-24T12:00:00Z",
                "a test",
                0,
                "0".repeat(64),
                List.of(new VersionFile("package/model.onnx", 7, "1".repeat(64))));
        byte[] whole = new VersionArtifact(List.of(
                        new VersionArtifact.Part(VersionArtifact.MANIFEST, "manifest.yaml", digest, 300),
                        new VersionArtifact.Part(VersionArtifact.SIGNATURE, "signature.yaml", digest, 200),
                        new VersionArtifact.Part(VersionArtifact.FILE, "package/model.onnx", digest, 7)))
                .toJson(version)
                .getBytes(StandardCharsets.UTF_8);
        read(whole, address);
        long seed = Long.getLong("saccade.seed", 20261124L);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = Mutation.damaged(whole, new Random(seed + i));
            Mutation.read("saccade.seed=" + (seed + i), ModelsException.class, () -> read(damaged, address));
        }
    }

    private static void read(byte[] json, OciAddress address) throws ModelsException {
        VersionArtifact artifact = VersionArtifact.of(new String(json, StandardCharsets.UTF_8), address);
        artifact.manifest(address);
        artifact.signature(address);
        artifact.digests();
    }
}
