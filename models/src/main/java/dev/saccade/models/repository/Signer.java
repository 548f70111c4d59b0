package dev.saccade.models.repository;

import dev.saccade.model.PackageException;
import dev.saccade.trust.KeyFiles;
import dev.saccade.trust.VersionSignature;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;

/** Signs versions with one private key. Immutable. */
public final class Signer {
    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    /**
     * Makes a signer.
     *
     * @param privateKey Ed25519
     * @param publicKey of the same pair
     */
    public Signer(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * Reads a pair.
     *
     * @param key PEM file of the private key; the public one lies beside it as {@code .pub}
     * @return the signer
     * @throws PackageException when either is missing, or they do not belong together
     */
    public static Signer read(Path key) throws PackageException {
        Path publicFile = publicFile(key);
        Signer signer = new Signer(KeyFiles.readPrivate(key), KeyFiles.readPublic(publicFile));
        byte[] probe = {1, 2, 3};
        if (!signer.sign(probe).isOf(probe, signer.publicKey)) {
            throw new PackageException(
                    key + " and " + publicFile + " are not of one pair; 'saccade keys new' writes both");
        }
        return signer;
    }

    /**
     * Where the public key of a private key lies.
     *
     * @param key PEM file of the private key, usually {@code NAME.key}
     * @return {@code NAME.pub} beside it
     */
    public static Path publicFile(Path key) {
        String name = key.getFileName().toString();
        return key.resolveSibling((name.endsWith(".key") ? name.substring(0, name.length() - 4) : name) + ".pub");
    }

    /**
     * Signs a manifest.
     *
     * @param manifest its bytes
     * @return the signature
     */
    public VersionSignature sign(byte[] manifest) {
        try {
            return VersionSignature.sign(manifest, privateKey, publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key signs whatever it is given", e);
        }
    }
}
