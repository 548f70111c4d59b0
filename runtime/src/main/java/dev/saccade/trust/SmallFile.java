package dev.saccade.trust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files of a few lines that are replaced as wholes: a reader, or a crash, sees the old one or the new one. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * Replaces a file, on disk when this returns.
     *
     * @param file to replace or to make, its directory too
     * @param text new content
     * @throws IOException when it cannot be written; the old file then stands
     */
    public static void replace(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        replace(file, text, directory);
    }

    /**
     * Replaces a file in a directory in which nothing else may ever lie, not even what a killed program leaves.
     *
     * @param file to replace or to make; its directory is there
     * @param text new content
     * @param aside directory of the same file system for the file that is being written
     * @throws IOException when it cannot be written; the old file then stands
     */
    public static void replace(Path file, String text, Path aside) throws IOException {
        Path next = Files.createTempFile(aside, ".", ".next");
        try {
            // Nothing here is secret, and who provisions a vehicle is seldom who runs it.
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-r--r--"));
            Files.writeString(next, text, StandardCharsets.UTF_8);
            force(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            force(file.toAbsolutePath().getParent());
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /**
     * Forces a file, or a directory's list of names, to disk.
     *
     * @param path file or directory
     * @throws IOException when that fails
     */
    public static void force(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
