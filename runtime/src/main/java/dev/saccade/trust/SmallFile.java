package dev.saccade.trust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

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
        Path next = Files.createTempFile(directory, ".", ".next");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            force(next);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            force(directory);
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
