package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Lists directories of pictures in order of their names. */
final class PictureFiles {
    static final int MOST = 1_000_000;

    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "webp", "tif", "tiff");

    private PictureFiles() {}

    static List<Path> pictures(Path directory) throws ModelsException {
        return list(directory, path -> isPicture(path) && Files.isRegularFile(path));
    }

    static List<Path> directories(Path directory) throws ModelsException {
        return list(directory, Files::isDirectory);
    }

    static List<Path> list(Path directory, Predicate<Path> wanted) throws ModelsException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!name(entry).startsWith(".") && wanted.test(entry)) {
                    found.add(entry);
                }
                if (found.size() > MOST) {
                    throw ModelsException.badInput(
                            directory + ": over " + MOST + " entries; divide the data set into directories");
                }
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, directory + ": cannot be listed (" + e + "); check the path", e);
        }
        found.sort((a, b) -> name(a).compareTo(name(b)));
        return found;
    }

    private static boolean isPicture(Path path) {
        String name = name(path);
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** The name without its extension. */
    static String stem(Path path) {
        String name = name(path);
        int dot = name.lastIndexOf('.');
        return dot < 1 ? name : name.substring(0, dot);
    }
}
