package dev.saccade.trust;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that a vehicle believes, in a directory that is provisioned with it:
 *
 * <pre>
 *   NAME.pub              trusted: a release key
 *   developer/NAME.pub    made on this machine: serves developer mode only
 *   revoked.yaml          key id: reason
 *   policy.yaml           developer: no   (refuses developer keys and unsigned packages)
 *   floor/MODEL           lowest version of a model that may serve
 * </pre>
 *
 * Read once; immutable but for {@link Floor}, and safe for any thread.
 */
public final class TrustStore {
    private static final String SUFFIX = ".pub";

    private final Path directory;
    private final List<TrustedKey> keys;
    private final boolean developerAllowed;

    private TrustStore(Path directory, List<TrustedKey> keys, boolean developerAllowed) {
        this.directory = directory;
        this.keys = List.copyOf(keys);
        this.developerAllowed = developerAllowed;
    }

    /**
     * Where this user's programs look: {@code $SACCADE_TRUST}, otherwise {@code /etc/saccade/trust} where that exists,
     * otherwise {@code $XDG_CONFIG_HOME/saccade/trust} or {@code ~/.config/saccade/trust}.
     *
     * @param environment variables of a process
     * @return a path, which may not exist
     */
    public static Path usual(Map<String, String> environment) {
        String named = environment.getOrDefault("SACCADE_TRUST", "");
        if (!named.isBlank()) {
            return Path.of(named);
        }
        Path vehicle = Path.of("/etc/saccade/trust");
        if (Files.isDirectory(vehicle)) {
            return vehicle;
        }
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base = config.isBlank() ? Path.of(System.getProperty("user.home"), ".config") : Path.of(config);
        return base.resolve("saccade").resolve("trust");
    }

    /**
     * Reads a store.
     *
     * @param directory may be missing: then nothing is trusted, and developer mode is allowed
     * @return the store
     * @throws PackageException when a file of it cannot be read or makes no sense: a damaged store trusts nobody
     */
    public static TrustStore open(Path directory) throws PackageException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new PackageException(directory + ": a file, and a trust store is a directory; name another");
        }
        if (!Files.isDirectory(directory)) {
            return new TrustStore(directory, List.of(), true);
        }
        Map<String, String> revoked = texts(directory.resolve("revoked.yaml"), "9f2c0a11b7de4410: lost laptop");
        List<TrustedKey> keys = new ArrayList<>();
        read(directory, false, revoked, keys);
        read(directory.resolve("developer"), true, revoked, keys);
        Map<String, String> policy = texts(directory.resolve("policy.yaml"), "developer: no");
        for (String key : policy.keySet()) {
            if (!key.equals("developer")) {
                throw new PackageException(directory.resolve("policy.yaml") + ": unknown key '" + key
                        + "'; known is 'developer', yes or no");
            }
        }
        String developer = policy.getOrDefault("developer", "yes");
        if (!developer.equals("yes") && !developer.equals("no")) {
            throw new PackageException(
                    directory.resolve("policy.yaml") + ": developer: " + developer + ": write yes or no");
        }
        return new TrustStore(directory, keys, developer.equals("yes"));
    }

    /**
     * Reads the store that programs believe. One that somebody named must be there: a name that is mistyped must not
     * turn into a vehicle that trusts nobody and runs everything.
     *
     * @param named on the command line; null for {@link #usual}
     * @param environment variables of a process
     * @return the store
     * @throws PackageException likewise, and when a store that was named is missing
     */
    public static TrustStore believed(Path named, Map<String, String> environment) throws PackageException {
        boolean isNamed =
                named != null || !environment.getOrDefault("SACCADE_TRUST", "").isBlank();
        Path directory = named == null ? usual(environment) : named;
        if (isNamed && !Files.isDirectory(directory)) {
            throw new PackageException(directory + ": no such trust store" + (named == null ? " (SACCADE_TRUST)" : "")
                    + "; correct the name, or make it with 'saccade keys trust'");
        }
        return open(directory);
    }

    private static void read(Path from, boolean developer, Map<String, String> revoked, List<TrustedKey> into)
            throws PackageException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*" + SUFFIX)) {
            for (Path file : files) {
                var key = KeyFiles.readPublic(file);
                String id = KeyId.of(key);
                String name = file.getFileName().toString();
                into.add(new TrustedKey(
                        id, name.substring(0, name.length() - SUFFIX.length()), key, developer, revoked.get(id)));
            }
        } catch (IOException e) {
            throw new PackageException(from + ": the trust store cannot be read: " + e + "; check its permissions");
        }
    }

    private static Map<String, String> texts(Path file, String example) throws PackageException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (Map.Entry<String, Object> entry :
                    PlainYaml.read(file, example, "docs/trust.md").entrySet()) {
                texts.put(entry.getKey(), String.valueOf(entry.getValue()));
            }
        }
        return texts;
    }

    /** @return where it lies */
    public Path directory() {
        return directory;
    }

    /** @return all keys, revoked ones too */
    public List<TrustedKey> keys() {
        return keys;
    }

    /** @return whether packages without a release key may run, in developer mode */
    public boolean isDeveloperAllowed() {
        return developerAllowed;
    }

    /**
     * Finds a key.
     *
     * @param id of {@link KeyId}
     * @return the key; a release key before a developer's of the same id
     */
    public Optional<TrustedKey> find(String id) {
        return keys.stream().filter(k -> k.id().equals(id)).findFirst();
    }

    /** @return the lowest versions that may serve */
    public Floor floor() {
        return new Floor(directory.resolve("floor"));
    }
}
