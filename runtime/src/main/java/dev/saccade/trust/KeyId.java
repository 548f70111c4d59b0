package dev.saccade.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HexFormat;

/** A short name for a public key that anybody can compute: the first 16 hex digits of SHA-256 over its X.509 form. */
public final class KeyId {
    private static final int DIGITS = 16;

    private KeyId() {}

    /**
     * The id of a key.
     *
     * @param key an Ed25519 key
     * @return 16 hex digits
     */
    public static String of(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
