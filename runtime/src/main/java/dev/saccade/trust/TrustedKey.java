package dev.saccade.trust;

import java.security.PublicKey;

/**
 * A key that a trust store knows.
 *
 * @param id of {@link KeyId}
 * @param name of its file, without the ending
 * @param key Ed25519
 * @param developer whether it was made on the spot: it serves developer mode only
 * @param revoked why it is believed no longer, or null while it is
 */
public record TrustedKey(String id, String name, PublicKey key, boolean developer, String revoked) {}
