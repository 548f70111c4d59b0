package dev.saccade.picture;

import dev.saccade.internal.files.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks where output goes before the first picture is made. */
final class Directories {
    private Directories() {}

    /** Makes a directory when it is missing. */
    static void makeWritable(Path directory) throws PictureException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new PictureException(
                    false,
                    "directory " + directory + ": it cannot be made (" + IoReason.of(e) + "); choose another place",
                    e);
        }
        requireWritable(directory);
    }

    static void requireWritable(Path directory) throws PictureException {
        if (!Files.isDirectory(directory)) {
            throw new PictureException(false, "directory " + directory + ": there is none; make it first", null);
        }
        if (!Files.isWritable(directory)) {
            throw new PictureException(
                    false, "directory " + directory + ": it cannot be written to; check its permissions", null);
        }
    }
}
