package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A user and a password for a registry, from a file that only its owner may read: one line, {@code user:password}. */
public final class RegistryLogin {
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final long LARGEST = 8192;

    private final String user;
    private final String password;

    private RegistryLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    /**
     * Reads a login.
     *
     * @param file one line, permissions 0600
     * @return the login
     * @throws ModelsException of kind BAD_INPUT when it cannot be used; what is in it is never shown
     */
    public static RegistryLogin read(Path file) throws ModelsException {
        try {
            if (!Files.isRegularFile(file)) {
                throw refusal(file, Files.exists(file) ? "is not a file" : "does not exist");
            }
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw refusal(file, "others may read it; run: chmod 600 " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw refusal(file, "is larger than " + LARGEST + " bytes");
            }
            String line = Files.readString(file).stripTrailing();
            int colon = line.indexOf(':');
            if (colon < 1 || colon == line.length() - 1 || line.lines().count() != 1) {
                throw refusal(file, "write one line, user:password");
            }
            return new RegistryLogin(line.substring(0, colon), line.substring(colon + 1));
        } catch (IOException | UnsupportedOperationException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    "--login " + file + ": cannot be read (" + e.getClass().getSimpleName() + "); check the file",
                    e);
        }
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "login of " + user;
    }

    private static ModelsException refusal(Path file, String reason) {
        return ModelsException.badInput("--login " + file + ": " + reason);
    }
}
