package dev.saccade.engine;

import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.model.PackageHashes;
import dev.saccade.model.PlainYaml;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** {@code engine.yaml}: an {@link EngineManifest} as text. The form is described in {@code docs/engines.md}. */
final class ManifestFile {
    static final String NAME = "engine.yaml";
    /** A reader refuses a newer one; every new key makes a new one. */
    static final int FORMAT = 1;

    private static final String FORMAT_KEY = "saccade-engine";
    private static final Set<String> KEYS = Set.of(
            FORMAT_KEY,
            "model",
            "identity",
            "hashes",
            "inputs",
            "outputs",
            "precision",
            "plugins",
            "target",
            "options",
            "plan",
            "built");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final String NO_TIME = "not a time such as 2026-01-02T03:04:05Z";

    private final Path file;
    private final Map<String, Object> root;

    private ManifestFile(Path file, Map<String, Object> root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads the manifest of an engine's directory.
     *
     * @throws PackageException when it is missing, newer, or wrong; the message is one line that names the file
     */
    static EngineManifest read(Path directory) throws PackageException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new PackageException(file + ": missing");
        }
        ManifestFile manifest = new ManifestFile(file, PlainYaml.read(file, FORMAT_KEY + ": 1", "docs/engines.md"));
        manifest.checkFormat();
        return manifest.parse();
    }

    static String text(EngineManifest m) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(FORMAT_KEY, FORMAT);
        root.put("model", m.model());
        root.put("identity", m.modelIdentity());
        Map<String, Object> hashes = new LinkedHashMap<>();
        hashes.put("model.yaml", m.hashes().description());
        hashes.put("labels", m.hashes().labels());
        hashes.put("onnx", m.hashes().model());
        root.put("hashes", hashes);
        root.put("inputs", m.inputs());
        root.put("outputs", m.outputs());
        root.put("precision", m.precision());
        root.put("plugins", m.plugins());
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("backend", m.target().backend());
        target.put("version", m.target().version());
        target.put("device", m.target().device());
        target.put("capability", m.target().capability());
        root.put("target", target);
        root.put("options", new java.util.TreeMap<>(m.options()));
        root.put("plan", m.planSha256());
        root.put("built", m.builtAt());
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(root);
    }

    private void checkFormat() throws PackageException {
        String format = text(root, "", FORMAT_KEY);
        if (!NUMBER.matcher(format).matches()) {
            throw wrong(FORMAT_KEY, format, "not a format number");
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new PackageException(file + ": format " + format + " is newer than " + FORMAT
                    + ", the newest that is read here: update saccade");
        }
    }

    private EngineManifest parse() throws PackageException {
        for (String key : root.keySet()) {
            if (!KEYS.contains(key)) {
                throw wrong(key, "", "unknown key");
            }
        }
        Map<?, ?> hashes = group("hashes");
        Map<?, ?> target = group("target");
        Map<String, String> options = new LinkedHashMap<>();
        for (Object key : group("options").keySet()) {
            options.put(plain("options", key.toString()), text(group("options"), "options.", key.toString()));
        }
        return new EngineManifest(
                name(),
                sha256(root, "", "identity"),
                new PackageHashes(
                        sha256(hashes, "hashes.", "model.yaml"),
                        sha256(hashes, "hashes.", "labels"),
                        sha256(hashes, "hashes.", "onnx")),
                texts("inputs"),
                texts("outputs"),
                text(root, "", "precision"),
                texts("plugins"),
                new EngineTarget(
                        text(target, "target.", "backend"),
                        text(target, "target.", "version"),
                        text(target, "target.", "device"),
                        text(target, "target.", "capability")),
                options,
                sha256(root, "", "plan"),
                built());
    }

    private String name() throws PackageException {
        String name = text(root, "", "model");
        if (!ModelPackages.isName(name)) {
            throw wrong("model", name, "not the name of a model");
        }
        return name;
    }

    /** Times are compared as text, so there is one way to write each. */
    private String built() throws PackageException {
        String built = text(root, "", "built");
        try {
            if (TIME.matcher(built).matches()) {
                return Instant.parse(built).toString();
            }
        } catch (DateTimeParseException e) {
            throw wrong("built", built, NO_TIME);
        }
        throw wrong("built", built, NO_TIME);
    }

    /** What is read here is shown on terminals. */
    private String plain(String key, String text) throws PackageException {
        if (!OneLine.isPlain(text)) {
            throw wrong(key, text, "has a control character");
        }
        return text;
    }

    private Map<?, ?> group(String key) throws PackageException {
        if (root.get(key) instanceof Map<?, ?> group) {
            return group;
        }
        throw wrong(key, shown(root.get(key)), "expected a group of keys");
    }

    private List<String> texts(String key) throws PackageException {
        if (!(root.get(key) instanceof List<?> list)) {
            throw wrong(key, shown(root.get(key)), "expected a list");
        }
        List<String> texts = new ArrayList<>();
        for (Object item : list) {
            if (!(item instanceof String text)) {
                throw wrong(key, shown(item), "expected text");
            }
            texts.add(plain(key, text));
        }
        return texts;
    }

    private String text(Map<?, ?> group, String prefix, String key) throws PackageException {
        if (group.get(key) instanceof String text && !text.isBlank()) {
            return plain(prefix + key, text);
        }
        throw wrong(prefix + key, shown(group.get(key)), "expected text");
    }

    private String sha256(Map<?, ?> group, String prefix, String key) throws PackageException {
        String text = text(group, prefix, key);
        if (!SHA256.matcher(text).matches()) {
            throw wrong(prefix + key, text, "not a SHA-256 in lower-case hexadecimal");
        }
        return text;
    }

    private PackageException wrong(String key, String value, String wrong) {
        return new PackageException(
                OneLine.of(file + ": " + key + ": " + (value.isEmpty() ? "" : value + ": ") + wrong));
    }

    private static String shown(Object value) {
        return value == null ? "missing" : value instanceof String s && s.isBlank() ? "(nothing)" : value.toString();
    }
}
