package dev.saccade.models.repository;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two versions differ in: files, keys of model.yaml, and values of the record. Immutable.
 *
 * @param part {@code file}, {@code model.yaml} or {@code record}
 * @param key path of the file or of the key
 * @param before in the first version; null where it has none
 * @param after in the second; null where it has none
 */
public record VersionDifference(String part, String key, String before, String after) {
    private static final String DESCRIPTION = "package/model.yaml";
    private static final String RECORD = "record/record.yaml";
    private static final int SHOWN = 12;

    /**
     * Compares two versions.
     *
     * @param a the first
     * @param b the second
     * @return the differences, by part and key; none when they hold the same
     * @throws PackageException when a manifest, model.yaml or record cannot be read
     */
    public static List<VersionDifference> between(StoredVersion a, StoredVersion b) throws PackageException {
        List<VersionDifference> all = new ArrayList<>();
        add(all, "file", files(a), files(b));
        add(
                all,
                "model.yaml",
                values(a.directory().resolve(DESCRIPTION)),
                values(b.directory().resolve(DESCRIPTION)));
        add(
                all,
                "record",
                values(a.directory().resolve(RECORD)),
                values(b.directory().resolve(RECORD)));
        return all;
    }

    private static void add(
            List<VersionDifference> all, String part, Map<String, String> before, Map<String, String> after) {
        TreeSet<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                all.add(new VersionDifference(part, key, before.get(key), after.get(key)));
            }
        }
    }

    private static Map<String, String> files(StoredVersion version) throws PackageException {
        Map<String, String> files = new TreeMap<>();
        for (VersionFile file : VersionManifest.read(version.directory()).files()) {
            files.put(file.path(), file.bytes() + " bytes, " + file.sha256().substring(0, SHOWN));
        }
        return files;
    }

    private static Map<String, String> values(Path file) throws PackageException {
        Map<String, String> values = new TreeMap<>();
        if (Files.exists(file)) {
            flatten("", PlainYaml.read(file, "saccade: 1", "docs/model-yaml.md"), values);
        }
        return values;
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> into) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flatten(prefix + key + ".", inner, into);
            } else {
                into.put(prefix + key, String.valueOf(value));
            }
        });
    }
}
