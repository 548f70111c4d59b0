package dev.saccade.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionCheckTest {
    @TempDir
    private Path dir;

    private Path version;
    private Path trust;
    private KeyPair release;

    @BeforeEach
    void write() throws Exception {
        version = dir.resolve("7");
        trust = Files.createDirectories(dir.resolve("trust"));
        release = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(trust.resolve("release.pub"), pem(release));
        Files.createDirectories(version.resolve("engines/h100"));
        Files.createDirectories(version.resolve("package"));
        Files.writeString(version.resolve("engines/h100/engine.plan"), "an engine is executable");
        Files.writeString(version.resolve("package/model.onnx"), "weights");
        manifest(7);
        sign(release);
    }

    private static String pem(KeyPair pair) {
        return KeyFiles.pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    private VersionFile file(String path) throws Exception {
        byte[] bytes = Files.readAllBytes(version.resolve(path));
        String sha =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return new VersionFile(path, bytes.length, sha);
    }

    private void manifest(int number) throws Exception {
        VersionManifest manifest = new VersionManifest(
                "pad",
                number,
                "2026-11-23T12:00:00Z",
                "a test",
                0,
                "0".repeat(64),
                List.of(file("engines/h100/engine.plan"), file("package/model.onnx")));
        Files.writeString(version.resolve(VersionManifest.FILE), manifest.toYaml());
    }

    private void sign(KeyPair pair) throws Exception {
        byte[] covered = VersionSignature.covered(version);
        Files.writeString(
                version.resolve(VersionSignature.FILE),
                VersionSignature.sign(covered, pair.getPrivate(), pair.getPublic())
                        .toYaml());
    }

    private VersionTrust check() throws PackageException {
        return VersionCheck.check(version, TrustStore.open(trust));
    }

    private void flip(String path) throws IOException {
        byte[] bytes = Files.readAllBytes(version.resolve(path));
        bytes[bytes.length / 2] ^= 1;
        Files.write(version.resolve(path), bytes);
    }

    @Test
    void shouldTrustWhatAReleaseKeySigned() throws Exception {
        VersionTrust result = check();
        assertThat(result.level()).isEqualTo(VersionTrust.Level.RELEASE);
        assertThat(result.text()).isEqualTo("signed by release");
        assertThat(VersionManifest.read(version)).isEqualTo(result.manifest());
    }

    @Test
    void shouldRefuseAFlippedByteOfTheEngine() throws Exception {
        flip("engines/h100/engine.plan");
        assertThatThrownBy(this::check).hasMessageContaining("engine.plan").hasMessageContaining("SHA-256 differs");
    }

    @Test
    void shouldRefuseEveryFlippedByteOfTheManifest() throws Exception {
        byte[] whole = Files.readAllBytes(version.resolve(VersionManifest.FILE));
        for (int i = 0; i < whole.length; i++) {
            byte[] bytes = whole.clone();
            bytes[i] ^= 1;
            Files.write(version.resolve(VersionManifest.FILE), bytes);
            assertThatThrownBy(this::check).as("byte %d", i).isInstanceOf(PackageException.class);
        }
    }

    @Test
    void shouldRefuseAManifestThatWasRewrittenToFitAChangedFile() throws Exception {
        flip("package/model.onnx");
        manifest(7);
        assertThatThrownBy(this::check).hasMessageContaining("is not what release signed");
    }

    @Test
    void shouldRefuseFilesTooManyTooFewTooLongAndLinks() throws Exception {
        Files.writeString(version.resolve("engines/h100/extra.so"), "x");
        assertThatThrownBy(this::check).hasMessageContaining("engines/h100/extra.so is not in the manifest");
        Files.delete(version.resolve("engines/h100/extra.so"));
        Path model = version.resolve("package/model.onnx");
        Files.writeString(model, "weights and more");
        assertThatThrownBy(this::check).hasMessageContaining("16 bytes, the manifest says 7");
        Files.delete(model);
        assertThatThrownBy(this::check).hasMessageContaining("model.onnx: missing");
        Files.writeString(dir.resolve("elsewhere"), "weights");
        Files.createSymbolicLink(model, dir.resolve("elsewhere"));
        assertThatThrownBy(this::check).hasMessageContaining("a link");
    }

    @Test
    void shouldRefuseAKeyThatNobodyGaveTheVehicle() throws Exception {
        sign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        assertThatThrownBy(this::check)
                .hasMessageContaining("does not hold")
                .hasMessageContaining("saccade keys trust");
    }

    @Test
    void shouldRefuseARevokedKeyAndTakeItsSuccessor() throws Exception {
        Files.writeString(trust.resolve("revoked.yaml"), "\"" + KeyId.of(release.getPublic()) + "\": lost laptop\n");
        assertThatThrownBy(this::check).hasMessageContaining("revoked: lost laptop");
        KeyPair next = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(trust.resolve("next.pub"), pem(next));
        sign(next);
        assertThat(check().key()).isEqualTo("next");
    }

    @Test
    void shouldSayThatADeveloperKeyIsOneAndRefuseItWherePolicySaysSo() throws Exception {
        Files.createDirectories(trust.resolve("developer"));
        Files.move(trust.resolve("release.pub"), trust.resolve("developer/mine.pub"));
        assertThat(check().level()).isEqualTo(VersionTrust.Level.DEVELOPER);
        assertThat(check().text()).startsWith("developer mode");
        Files.writeString(trust.resolve("policy.yaml"), "developer: no\n");
        assertThatThrownBy(this::check).hasMessageContaining("developer mode is off");
        Files.delete(version.resolve(VersionSignature.FILE));
        assertThatThrownBy(this::check)
                .hasMessageContaining("is not signed")
                .hasMessageContaining("developer mode is off");
    }

    @Test
    void shouldRefuseAnOlderVersionHoweverWellSigned() throws Exception {
        TrustStore.open(trust).floor().set("pad", 8);
        assertThatThrownBy(this::check)
                .hasMessageContaining("version 7 of pad is older than 8")
                .hasMessageContaining("saccade models rollback pad --to 7");
        TrustStore.open(trust).floor().set("pad", 7);
        assertThat(check().manifest().version()).isEqualTo(7);
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        Files.writeString(version.resolve(VersionSignature.FILE), "format: 1\nalgorithm: rsa\n");
        assertThatThrownBy(this::check).hasMessageContaining("not an ed25519 signature");
        Files.writeString(
                version.resolve(VersionSignature.FILE),
                new VersionSignature(KeyId.of(release.getPublic()), "not base64!").toYaml());
        assertThatThrownBy(this::check).hasMessageContaining("is not what release signed");
        Files.writeString(version.resolve(VersionManifest.FILE), "format: 2\n");
        assertThatThrownBy(this::check).hasMessageContaining("format 2 is newer than 1");
        Files.write(trust.resolve("broken.pub"), "not a key".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(this::check).hasMessageContaining("broken.pub");
    }

    @Test
    void shouldRefusePathsThatLeadOutOfTheVersion() {
        for (String path : List.of("../../etc/passwd", "/etc/passwd", "package/../../x", "a//b", ".hidden", "")) {
            assertThatThrownBy(() -> new VersionManifest(
                            "pad", 1, "", "", 0, "0".repeat(64), List.of(new VersionFile(path, 1, "0".repeat(64)))))
                    .as(path)
                    .hasMessageContaining("path");
        }
    }
}
