package dev.saccade.cli.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads files of /proc and /sys, which a kernel may lack or refuse: then they are empty. */
final class SystemFiles {
    private static final int PIECE = 1 << 16;

    /** Returns the file's content without the space around it. */
    String text(Path file) {
        // In large pieces: a file of /proc/sys answers its first read alone, and Files reads what states no size by the
        // byte.
        try (InputStream in = Files.newInputStream(file)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                bytes.write(piece, 0, length);
            }
            return bytes.toString(StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    /** Returns the number that is the file's content, or what is given when it is none. */
    long number(Path file, long otherwise) {
        String text = text(file);
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : otherwise;
    }

    /** Returns the value of the first line {@code NAME: value}. */
    String entry(Path file, String name) {
        for (String line : lines(file)) {
            int colon = line.indexOf(':');
            if (colon >= 0 && line.substring(0, colon).strip().equals(name)) {
                return line.substring(colon + 1).strip();
            }
        }
        return "";
    }

    /** Returns the directory's entries that match a glob, by name. */
    List<Path> matching(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        Collections.sort(found);
        return found;
    }

    /** Returns what a file of each matching entry holds, each text once. */
    List<String> texts(Path directory, String glob, String file) {
        return matching(directory, glob).stream()
                .map(entry -> text(entry.resolve(file)))
                .filter(text -> !text.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** Returns the numbers of a kernel list, as in {@code 0-3,7}. */
    static List<Integer> ranges(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String range : list.split(",")) {
            if (!range.matches("\\d{1,5}(-\\d{1,5})?")) {
                continue;
            }
            String[] ends = range.split("-");
            for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
                numbers.add(n);
            }
        }
        return List.copyOf(numbers);
    }
}
