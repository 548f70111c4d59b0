package dev.saccade.trust;

import dev.saccade.internal.files.IoReason;
import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/**
 * An Ed25519 signature (RFC 8032) over the bytes of a manifest, and by it over every file of the version, the engine
 * among them. What is signed begins with a line that says what it is, so that a signature over something else with the
 * same bytes does not serve here.
 *
 * @param key id of the key, {@link KeyId}
 * @param value 64 bytes in base64
 */
public record VersionSignature(String key, String value) {
    /** Name of the file. */
    public static final String FILE = "signature.yaml";

    private static final int BYTES = 64;
    private static final byte[] CONTEXT = "saccade model version, format 1\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * Signs a manifest.
     *
     * @param manifest bytes of manifest.yaml
     * @param privateKey Ed25519
     * @param publicKey of the same pair, for its id
     * @return the signature
     * @throws GeneralSecurityException when the key cannot sign
     */
    public static VersionSignature sign(byte[] manifest, PrivateKey privateKey, PublicKey publicKey)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance(KeyFiles.ALGORITHM);
        signer.initSign(privateKey);
        signer.update(CONTEXT);
        signer.update(manifest);
        return new VersionSignature(KeyId.of(publicKey), Base64.getEncoder().encodeToString(signer.sign()));
    }

    /**
     * Whether a key made this signature over a manifest.
     *
     * @param manifest bytes of manifest.yaml
     * @param publicKey Ed25519
     * @return false also for a signature that is none
     */
    public boolean isOf(byte[] manifest, PublicKey publicKey) {
        try {
            byte[] signature = Base64.getDecoder().decode(value);
            Signature verifier = Signature.getInstance(KeyFiles.ALGORITHM);
            verifier.initVerify(publicKey);
            verifier.update(CONTEXT);
            verifier.update(manifest);
            return signature.length == BYTES && verifier.verify(signature);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** @return the text of the file */
    public String toYaml() {
        return "format: 1\nalgorithm: ed25519\nkey: \"" + key + "\"\nsignature: " + value + "\n";
    }

    /**
     * Reads the signature of a version.
     *
     * @param version its directory
     * @return the signature; null when it has none
     * @throws PackageException when the file is there and makes no sense
     */
    public static VersionSignature read(Path version) throws PackageException {
        Path file = version.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, Object> root = PlainYaml.read(file, "format: 1", "docs/repository.md");
        if (!root.keySet().equals(Set.of("format", "algorithm", "key", "signature"))
                || !"1".equals(root.get("format"))
                || !"ed25519".equals(root.get("algorithm"))) {
            throw new PackageException(
                    file + ": not an ed25519 signature of format 1; sign the version again, or update" + " saccade");
        }
        return new VersionSignature(String.valueOf(root.get("key")), String.valueOf(root.get("signature")));
    }

    /**
     * The bytes that a signature covers.
     *
     * @param version directory of a version
     * @return the manifest as it lies there
     * @throws PackageException when it cannot be read
     */
    public static byte[] covered(Path version) throws PackageException {
        try {
            return Files.readAllBytes(version.resolve(VersionManifest.FILE));
        } catch (IOException e) {
            throw new PackageException(version.resolve(VersionManifest.FILE) + ": unreadable (" + IoReason.of(e)
                    + "); 'saccade models pull' fetches the version again");
        }
    }
}
