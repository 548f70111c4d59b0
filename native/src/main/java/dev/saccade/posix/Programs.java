package dev.saccade.posix;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.javacpp.Loader;

/** The native programs that come with this library and run as processes of their own. */
public final class Programs {
    private static final int DIGEST_BYTES = 8;

    private Programs() {}

    /**
     * Unpacks a program, unless it is there; any thread and process. Its name ends with the digest of its bytes, so that
     * programs of several versions may run side by side, and one that runs is never written to.
     *
     * @param name as in {@code saccade-tick}
     * @param directory where it goes; made when missing
     * @return an executable file
     * @throws FileNotFoundException when the program is not part of the library
     * @throws IOException when the directory cannot be written
     */
    public static Path unpack(String name, Path directory) throws IOException {
        String resource = "/dev/saccade/" + Loader.getPlatform() + "/" + name;
        try (InputStream packed = Programs.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new FileNotFoundException(
                        resource + " is not in the native library's jar; build module native for this platform");
            }
            return unpack(name, packed.readAllBytes(), directory);
        }
    }

    private static Path unpack(String name, byte[] program, Path directory) throws IOException {
        Path file = directory.resolve(name + "-" + digest(program));
        if (Files.isExecutable(file) && Arrays.equals(Files.readAllBytes(file), program)) {
            return file;
        }
        Files.createDirectories(directory);
        Path beside = Files.createTempFile(directory, name, ".part");
        try {
            Files.write(beside, program);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwx------"));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        return file;
    }

    private static String digest(byte[] program) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(program);
            return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
