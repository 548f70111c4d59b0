package dev.saccade.trust;

import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys in PEM files as other tools write them: X.509 public keys and PKCS #8 private keys, without a passphrase
 * (RFC 7468, RFC 8410). Stateless.
 */
public final class KeyFiles {
    /** The signature algorithm. */
    public static final String ALGORITHM = "Ed25519";

    private static final int MOST_BYTES = 16 * 1024;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----");

    private KeyFiles() {}

    /**
     * Reads a public key.
     *
     * @param file PEM
     * @return the key
     * @throws PackageException when the file holds none; one line with the remedy
     */
    public static PublicKey readPublic(Path file) throws PackageException {
        byte[] der = read(file, "PUBLIC KEY");
        try {
            return factory().generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw refused(file, "no Ed25519 public key", e);
        }
    }

    /**
     * Reads a private key.
     *
     * @param file PEM, readable by its owner only
     * @return the key
     * @throws PackageException when the file holds none, or others may read it; one line with the remedy
     */
    public static PrivateKey readPrivate(Path file) throws PackageException {
        byte[] der = read(file, "PRIVATE KEY");
        try {
            return factory().generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw refused(file, "no Ed25519 private key without a passphrase", e);
        }
    }

    /**
     * The PEM text of a key.
     *
     * @param title {@code PUBLIC KEY} or {@code PRIVATE KEY}
     * @param der encoded key
     * @return the text, ending in a line break
     */
    public static String pem(String title, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + title + "-----\n" + body + "\n-----END " + title + "-----\n";
    }

    private static byte[] read(Path file, String title) throws PackageException {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new PackageException(file + ": no key: over " + MOST_BYTES + " bytes; name a PEM file");
            }
            text = Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new PackageException(file + ": unreadable: " + e + "; check the file and its permissions");
        }
        Matcher matcher = PEM.matcher(text);
        if (!matcher.find() || !matcher.group(1).equals(title)) {
            throw new PackageException(file + ": no '" + title + "' in PEM form; 'saccade keys new' writes one");
        }
        try {
            return Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw refused(file, "no base64", e);
        }
    }

    private static PackageException refused(Path file, String why, Exception cause) {
        return new PackageException(file + ": " + why + " (" + cause.getMessage() + "); 'saccade keys new' writes one");
    }

    private static KeyFactory factory() throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM);
    }
}
