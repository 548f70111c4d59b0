package dev.saccade.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Small YAML files that programs write for one another, as plain text. Nothing is constructed by tag, no alias is
 * followed, no key may stand twice, and size and nesting are bounded.
 */
public final class PlainYaml {
    private PlainYaml() {}

    /**
     * Reads a file.
     *
     * @param file at most 256 KiB of UTF-8
     * @param first usual first line, for messages
     * @param documentation where the form is described, for messages
     * @return keys in file order; a value is a {@code String}, a {@code List} or a {@code Map} of such, never null
     * @throws PackageException when it cannot be read; the message is one line with file, line, key, value and remedy
     */
    public static Map<String, Object> read(Path file, String first, String documentation) throws PackageException {
        return map(YamlFile.read(file, first, documentation));
    }

    /**
     * Reads a file of another program, which is not quite YAML.
     *
     * @param file at most 256 KiB of UTF-8
     * @param first usual first line, for messages
     * @param documentation where the form is described, for messages
     * @param plain makes YAML of the text, line by line as it was
     * @return as {@link #read(Path, String, String)}
     * @throws PackageException likewise
     */
    public static Map<String, Object> read(Path file, String first, String documentation, UnaryOperator<String> plain)
            throws PackageException {
        return map(YamlFile.read(file, first, documentation, plain));
    }

    private static Map<String, Object> map(YamlNode.Mapping mapping) {
        Map<String, Object> map = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> map.put(key, value(entry.value())));
        return map;
    }

    private static Object value(YamlNode node) {
        if (node instanceof YamlNode.Mapping mapping) {
            return map(mapping);
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<Object> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(value(item)));
            return items;
        }
        return ((YamlNode.Scalar) node).text();
    }
}
