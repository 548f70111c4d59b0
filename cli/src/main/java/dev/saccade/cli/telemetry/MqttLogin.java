package dev.saccade.cli.telemetry;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A user and a password, from a file that only its owner may read: the user on line 1, the password on line 2. */
final class MqttLogin {
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final long LARGEST = 4096;

    private final String user;
    private final String password;

    private MqttLogin(String user, String password) {
        this.user = user;
        this.password = password;
    }

    static MqttLogin read(Path file) throws TelemetryException {
        try {
            if (!Files.isRegularFile(file)) {
                throw refusal(file, Files.exists(file) ? "is not a file" : "does not exist", null);
            }
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw refusal(file, "others may read it; run: chmod 600 " + file, null);
            }
            if (Files.size(file) > LARGEST) {
                throw refusal(file, "is larger than " + LARGEST + " bytes", null);
            }
            List<String> lines = Files.readAllLines(file);
            boolean twoLines = lines.size() == 2
                    || (lines.size() > 2 && lines.stream().skip(2).allMatch(String::isBlank));
            if (!twoLines || lines.get(0).isBlank() || lines.get(1).isEmpty()) {
                throw refusal(file, "write the user on line 1 and the password on line 2", null);
            }
            return new MqttLogin(lines.get(0).strip(), lines.get(1));
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            throw refusal(file, "does not exist, or its file system knows no permissions", e);
        } catch (CharacterCodingException e) {
            throw refusal(file, "is not UTF-8", e);
        } catch (IOException e) {
            throw refusal(file, "cannot be read: " + e.getMessage(), e);
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

    private static TelemetryException refusal(Path file, String reason, Throwable cause) {
        return TelemetryException.badFile("--mqtt-login " + file + ": " + reason, cause);
    }
}
