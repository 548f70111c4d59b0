package dev.saccade.models.repository;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.trust.KeyFiles;
import dev.saccade.trust.KeyId;
import dev.saccade.trust.SmallFile;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.TrustedKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes keys, and changes whom a trust store believes. Stateless; one process at a time changes a store. */
public final class KeyRing {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private KeyRing() {}

    /**
     * Makes a pair: {@code NAME.key}, readable by its owner only, and {@code NAME.pub}.
     *
     * @param name of the key
     * @param directory where the files go; made when missing
     * @return the private key's file
     * @throws ModelsException of kind USAGE when a file of that name is there, STORAGE when it cannot be written
     */
    public static Path make(String name, Path directory) throws ModelsException {
        if (!NAME.matcher(name).matches()) {
            throw usage("'" + name + "' is no name of a key: letters, digits, '.', '_' and '-'");
        }
        Path key = directory.resolve(name + ".key");
        Path publicKey = Signer.publicFile(key);
        if (Files.exists(key) || Files.exists(publicKey)) {
            throw usage(key + " or its .pub exists; a key is never overwritten, choose another name");
        }
        try {
            KeyPair pair = KeyPairGenerator.getInstance(KeyFiles.ALGORITHM).generateKeyPair();
            Files.createDirectories(directory);
            // Made with its permissions, so that there is no moment in which others may read it.
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, KeyFiles.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            SmallFile.force(key);
            SmallFile.replace(
                    publicKey, KeyFiles.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
            return key;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        } catch (IOException e) {
            throw storage(directory, e);
        }
    }

    /**
     * Adds a public key to a trust store.
     *
     * @param file PEM, {@code NAME.pub}
     * @param store directory of the store
     * @param developer whether the key serves developer mode only
     * @return its id
     * @throws ModelsException of kind USAGE when another key of that name is there, STORAGE when it cannot be written
     * @throws PackageException when the file holds no key, or the store is damaged
     */
    public static String trust(Path file, Path store, boolean developer) throws ModelsException, PackageException {
        PublicKey key = KeyFiles.readPublic(file);
        String id = KeyId.of(key);
        TrustStore trust = TrustStore.open(store);
        String name = file.getFileName().toString().replaceFirst("\\.pub$", "");
        if (!NAME.matcher(name).matches()) {
            throw usage(file + ": name the file NAME.pub, letters, digits, '.', '_' and '-'");
        }
        for (TrustedKey known : trust.keys()) {
            if (known.id().equals(id)) {
                throw usage(
                        known.revoked() == null
                                ? store + " holds this key already, as " + known.name()
                                : store + " holds this key as " + known.name() + ", revoked: " + known.revoked()
                                        + "; a revoked key does not come back, make another");
            }
            if (known.name().equals(name)) {
                throw usage(store + " holds another key named " + name + " (" + known.id() + "); rename the file");
            }
        }
        try {
            Path place = (developer ? store.resolve("developer") : store).resolve(name + ".pub");
            SmallFile.replace(place, KeyFiles.pem("PUBLIC KEY", key.getEncoded()));
            return id;
        } catch (IOException e) {
            throw storage(store, e);
        }
    }

    /**
     * Stops believing a key, for good. It stays in the store, so that messages can name it.
     *
     * @param idOrName which key
     * @param reason in words
     * @param store directory of the store
     * @return its id
     * @throws ModelsException of kind USAGE when the store has no such key, STORAGE when it cannot be written
     * @throws PackageException when the store is damaged
     */
    public static String revoke(String idOrName, String reason, Path store) throws ModelsException, PackageException {
        TrustStore trust = TrustStore.open(store);
        TrustedKey found = trust.keys().stream()
                .filter(k -> k.id().equals(idOrName) || k.name().equals(idOrName))
                .findFirst()
                .orElseThrow(() -> usage(store + " has no key '" + idOrName + "'; 'saccade keys list' shows them"));
        Map<String, String> revoked = new LinkedHashMap<>();
        for (TrustedKey key : trust.keys()) {
            if (key.revoked() != null) {
                revoked.put(key.id(), key.revoked());
            }
        }
        revoked.put(found.id(), reason.isBlank() ? "no reason given" : reason);
        StringBuilder yaml = new StringBuilder();
        revoked.forEach((id, why) -> yaml.append('"')
                .append(id)
                .append("\": \"")
                .append(why.replaceAll("[\\p{Cntrl}\"\\\\]", " "))
                .append("\"\n"));
        try {
            SmallFile.replace(store.resolve("revoked.yaml"), yaml.toString());
            return found.id();
        } catch (IOException e) {
            throw storage(store, e);
        }
    }

    private static ModelsException usage(String message) {
        return new ModelsException(ModelsException.Kind.USAGE, message);
    }

    private static ModelsException storage(Path where, IOException e) {
        return new ModelsException(ModelsException.Kind.STORAGE, where + " cannot be written: " + e, e);
    }
}
