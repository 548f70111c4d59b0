package dev.saccade.camera;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which files are still images, and in which order they play. */
final class ImageFiles {
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "png", "bmp", "ppm", "pgm", "pnm", "webp", "tif", "tiff");

    private ImageFiles() {}

    /** Images of a directory in natural order: frame9 before frame10. Hidden files are left out. */
    static List<Path> list(Path directory) throws IOException {
        List<Path> images = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(ImageFiles::hasImageName)
                    .filter(Files::isRegularFile)
                    .forEach(images::add);
        }
        images.sort(Comparator.comparing(path -> path.getFileName().toString(), ImageFiles::compareNaturally));
        return images;
    }

    private static boolean hasImageName(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0
                && !name.startsWith(".")
                && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether a file begins like a still image that OpenCV reads, whatever its name. */
    static boolean isImage(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(12);
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        boolean netpbm = text.length() > 2
                && text.charAt(0) == 'P'
                && text.charAt(1) >= '1'
                && text.charAt(1) <= '6'
                && Character.isWhitespace(text.charAt(2));
        return text.startsWith("\u0089PNG\r\n")
                || text.startsWith("\u00ff\u00d8\u00ff")
                || text.startsWith("BM")
                || text.startsWith("II*\0")
                || text.startsWith("MM\0*")
                || (text.startsWith("RIFF") && text.endsWith("WEBP"))
                || netpbm;
    }

    /** Runs of digits compare by value, everything else by character; ties by plain order. */
    static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int order = compareDigits(a.substring(i, endA), b.substring(j, endB));
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareDigits(String a, String b) {
        String x = a.replaceFirst("^0+", "");
        String y = b.replaceFirst("^0+", "");
        return x.length() != y.length() ? Integer.compare(x.length(), y.length()) : x.compareTo(y);
    }
}
