package dev.saccade.control.mavlink;

import dev.saccade.control.LoopConfigurationException;
import dev.saccade.mavlink.MavlinkFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/** Reads a signing key: 64 hexadecimal digits in a file that nobody but its owner may read. */
final class SigningKey {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    /** Room for blanks and a line end; a key file is no place for more. */
    private static final long LONGEST = 4L * MavlinkFrame.KEY;

    private SigningKey() {}

    /** @throws LoopConfigurationException when the file is missing, open to others, or no key */
    static byte[] read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(permissions)) {
                throw new LoopConfigurationException(
                        "signing key " + file + " may be read or changed by others; run: chmod 600 " + file);
            }
            if (Files.size(file) > LONGEST) {
                throw wrong(file);
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
            if (text.length() != 2 * MavlinkFrame.KEY) {
                throw wrong(file);
            }
            return HexFormat.of().parseHex(text);
        } catch (IOException e) {
            throw new LoopConfigurationException("signing key " + file + " cannot be read: " + e.getMessage()
                    + "; make one: (umask 077; openssl rand -hex 32 > " + file + ")");
        } catch (LoopConfigurationException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            // No hexadecimal digit: the key's text must not reach a log.
            throw wrong(file);
        }
    }

    private static LoopConfigurationException wrong(Path file) {
        return new LoopConfigurationException("signing key " + file
                + " is not 64 hexadecimal digits; make one: (umask 077; openssl rand -hex 32 > " + file + ")");
    }
}
