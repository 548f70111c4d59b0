package dev.saccade.trust;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a version of a model is made of: {@code manifest.yaml}, which the signature covers, names every other file with
 * its length and hash. Immutable.
 *
 * @param name of the model
 * @param version number, from 1
 * @param created ISO 8601, UTC
 * @param creator who made it, in words
 * @param parent the version that it came from, or 0
 * @param identity of the package, {@link dev.saccade.model.ModelPackage#identity()}
 * @param files all but the manifest and the signature, sorted by path
 */
public record VersionManifest(
        String name,
        int version,
        String created,
        String creator,
        int parent,
        String identity,
        List<VersionFile> files) {
    /** Name of the file. */
    public static final String FILE = "manifest.yaml";

    private static final int FORMAT = 1;
    private static final int MOST_FILES = 1000;
    private static final Set<String> KEYS =
            Set.of("format", "name", "version", "created", "creator", "parent", "package", "files");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._@ -]{0,99}");
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}\"\\\\]{0,200}");

    /**
     * Checks the values.
     *
     * @param name of the model
     * @param version number
     * @param created ISO 8601
     * @param creator who made it
     * @param parent the version that it came from, or 0
     * @param identity of the package
     * @param files all but the manifest and the signature
     */
    public VersionManifest {
        files = List.copyOf(files);
        check(NAME.matcher(name).matches(), "name '" + name + "'");
        check(version > 0 && parent >= 0 && parent < version, "version " + version + " of parent " + parent);
        check(WORDS.matcher(created).matches() && WORDS.matcher(creator).matches(), "creator '" + creator + "'");
        check(HASH.matcher(identity).matches(), "package '" + identity + "'");
        check(files.size() <= MOST_FILES, files.size() + " files");
        String before = "";
        for (VersionFile file : files) {
            check(isInside(file.path()) && file.path().compareTo(before) > 0, "path '" + file.path() + "'");
            check(file.bytes() >= 0 && HASH.matcher(file.sha256()).matches(), file.path());
            before = file.path();
        }
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException(what);
        }
    }

    private static boolean isInside(String path) {
        for (String step : path.split("/", -1)) {
            if (!STEP.matcher(step).matches()) {
                return false;
            }
        }
        return !path.equals(FILE) && !path.equals(VersionSignature.FILE);
    }

    /**
     * Whether a name can be a model's: letters, digits, '.', '_' and '-', at most 100, a letter or digit first.
     *
     * @param name any text
     * @return whether it is one
     */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Reads a manifest.
     *
     * @param version directory of the version
     * @return the manifest; the files are not looked at
     * @throws PackageException when it is missing, malformed or of a newer format; one line
     */
    public static VersionManifest read(Path version) throws PackageException {
        Path file = version.resolve(FILE);
        Map<String, Object> root = PlainYaml.read(file, "format: 1", "docs/repository.md");
        String format = text(file, root, "format");
        if (!NUMBER.matcher(format).matches() || Integer.parseInt(format) < 1) {
            throw refused(file, "format", format);
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new PackageException(file + ": format " + format + " is newer than " + FORMAT
                    + ", the newest that is read here; update saccade");
        }
        for (String key : root.keySet()) {
            if (!KEYS.contains(key)) {
                throw new PackageException(file + ": unknown key '" + key + "'; publish the version again");
            }
        }
        try {
            return new VersionManifest(
                    text(file, root, "name"),
                    number(file, root, "version"),
                    text(file, root, "created"),
                    text(file, root, "creator"),
                    number(file, root, "parent"),
                    text(file, root, "package"),
                    files(file, root));
        } catch (IllegalArgumentException e) {
            throw new PackageException(file + ": " + e.getMessage() + " cannot be right; publish the version again");
        }
    }

    private static List<VersionFile> files(Path file, Map<String, Object> root) throws PackageException {
        if (!(root.get("files") instanceof List<?> list)) {
            throw refused(file, "files", String.valueOf(root.get("files")));
        }
        List<VersionFile> files = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> entry)
                    || !entry.keySet().equals(Set.of("path", "bytes", "sha256"))
                    || !LENGTH.matcher(String.valueOf(entry.get("bytes"))).matches()
                    || !seen.add(String.valueOf(entry.get("path")))) {
                throw refused(file, "files", String.valueOf(item));
            }
            files.add(new VersionFile(
                    String.valueOf(entry.get("path")),
                    Long.parseLong(String.valueOf(entry.get("bytes"))),
                    String.valueOf(entry.get("sha256"))));
        }
        return files;
    }

    private static String text(Path file, Map<String, Object> root, String key) throws PackageException {
        if (root.get(key) instanceof String text) {
            return text;
        }
        throw refused(file, key, String.valueOf(root.get(key)));
    }

    private static int number(Path file, Map<String, Object> root, String key) throws PackageException {
        String text = text(file, root, key);
        if (!NUMBER.matcher(text).matches()) {
            throw refused(file, key, text);
        }
        return Integer.parseInt(text);
    }

    private static PackageException refused(Path file, String key, String value) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return new PackageException(file + ": " + key + ": '" + shown.replaceAll("\\p{Cntrl}", "?")
                + "' cannot be right; publish the version again");
    }

    /** @return the text of the file: the same manifest, the same bytes */
    public String toYaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append("format: ").append(FORMAT).append('\n');
        yaml.append("name: ").append(quoted(name)).append('\n');
        yaml.append("version: ").append(version).append('\n');
        yaml.append("created: ").append(quoted(created)).append('\n');
        yaml.append("creator: ").append(quoted(creator)).append('\n');
        yaml.append("parent: ").append(parent).append('\n');
        yaml.append("package: ").append(identity).append('\n');
        yaml.append(files.isEmpty() ? "files: []\n" : "files:\n");
        for (VersionFile f : files) {
            yaml.append("  - path: ").append(quoted(f.path())).append('\n');
            yaml.append("    bytes: ").append(f.bytes()).append('\n');
            yaml.append("    sha256: ").append(f.sha256()).append('\n');
        }
        return yaml.toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
