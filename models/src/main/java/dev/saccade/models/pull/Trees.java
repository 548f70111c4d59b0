package dev.saccade.models.pull;

import dev.saccade.trust.SmallFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Directories as wholes: deleted, measured, and put in place in one step. */
public final class Trees {
    private Trees() {}

    /**
     * Deletes a tree, links as links. A file that disappears meanwhile is no error.
     *
     * @param root file or directory; may be missing
     * @throws IOException when something cannot be deleted
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Makes an empty directory beside a place, to be filled and published there. Its permissions are those of any new
     * directory: a temporary one would be its owner's alone.
     *
     * @param place where the finished directory goes; its parents are made
     * @return the directory, hidden, owned by the caller
     * @throws IOException when it cannot be made
     */
    public static Path draft(Path place) throws IOException {
        Path parent = Files.createDirectories(place.getParent());
        return Files.createDirectory(parent.resolve("." + place.getFileName() + "-" + UUID.randomUUID()));
    }

    /**
     * Moves a finished directory to its place in one step, everything in it forced to disk first.
     *
     * @param finished on the same file system as {@code place}
     * @param place must not exist, or be empty
     * @throws IOException when it cannot be moved; nothing is then at {@code place}
     */
    public static void publish(Path finished, Path place) throws IOException {
        try (Stream<Path> all = Files.walk(finished)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                SmallFile.force(path);
            }
        }
        Files.createDirectories(place.getParent());
        Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
        SmallFile.force(place.getParent());
    }

    /** Bytes in a tree that may be changing; 0 when it cannot be read just now. */
    static long size(Path root) {
        long[] bytes = {0};
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            return bytes[0];
        }
        return bytes[0];
    }

    /** The entries of a directory, sorted; none when it does not exist. */
    static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
