package dev.saccade.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads model packages from disk. The form of model.yaml is described key by key in {@code docs/model-yaml.md}.
 * Stateless and safe for any thread.
 */
public final class ModelPackages {
    /** Name of the file that describes a package. */
    public static final String DESCRIPTION = "model.yaml";

    /** What the ONNX file is called where a package is hashed. */
    static final String NETWORK_ROLE = "model";

    private static final int VERSION = 1;
    private static final List<String> KEYS = List.of(
            "saccade",
            "name",
            "task",
            "model",
            "labels",
            "input",
            "decoder",
            "thresholds",
            "fallback",
            "device",
            "gpu-priority",
            "budget-share",
            "gate",
            "provenance");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Map<String, String> PRIORITIES = Map.of("low", "low", "normal", "normal", "high", "high");
    private static final Map<String, Task> TASKS = new LinkedHashMap<>();

    static {
        for (Task task : Task.values()) {
            TASKS.put(yamlName(task), task);
        }
    }

    private ModelPackages() {}

    /**
     * Reads and checks a package: model.yaml, the labels, and that the ONNX file is there. The graph itself is checked
     * by the engine that loads it, and the labels against the graph's outputs by
     * {@link dev.saccade.vision.Perceivers}.
     *
     * @param directory the package
     * @return the package, with its identity computed (the ONNX file is read once)
     * @throws PackageException when anything is missing or wrong; the message is one line with file, line, key, value
     *     and remedy
     */
    public static ModelPackage read(Path directory) throws PackageException {
        Path file = describedBy(directory);
        Section root = Section.root(file, YamlFile.read(file));
        checkVersion(root);
        root.allowOnly(KEYS);
        String name = name(root);
        Task task = root.choice("task", TASKS, "task: detection");
        InputSpec input = InputReader.read(root);
        Map<String, String> decoder = DecoderReader.read(root, task);
        Thresholds thresholds = ThresholdsReader.read(root, task, decoder);
        Path model = inside(root, directory, "model", "model.onnx");
        Path labelsFile = LabelsReader.find(root, directory, decoder);
        List<String> labels = LabelsReader.read(root, labelsFile, decoder);
        String identity = described(file, labelsFile).add(NETWORK_ROLE, model).hex();
        return new ModelPackage(
                directory,
                name,
                task,
                model,
                labels,
                input,
                decoder,
                thresholds,
                root.textOr("fallback", null),
                provenance(root),
                identity,
                device(root),
                GateReader.read(root));
    }

    private static PackageIdentity described(Path file, Path labels) throws PackageException {
        return new PackageIdentity().add(DESCRIPTION, file).add("labels", labels);
    }

    /** The identity of a package as it lies there now, up to its network. */
    static PackageIdentity described(ModelPackage model) throws PackageException {
        Path file = describedBy(model.directory());
        return described(
                file, LabelsReader.find(Section.root(file, YamlFile.read(file)), model.directory(), model.decoder()));
    }

    /**
     * The name of the file that a package's labels came from, for messages; reads model.yaml again.
     *
     * @param model a package
     * @return the name, relative to the package
     */
    public static String labelsFile(ModelPackage model) {
        Path file = model.directory().resolve(DESCRIPTION);
        try {
            return Section.root(file, YamlFile.read(file)).textOr("labels", LabelsReader.USUAL_FILE);
        } catch (PackageException e) {
            return LabelsReader.USUAL_FILE;
        }
    }

    static String yamlName(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    /** A file of the package: named by a key or by default, there, and not outside through {@code ..} or a link. */
    static Path inside(Section root, Path directory, String key, String otherwise) throws PackageException {
        String text = root.textOr(key, otherwise);
        try {
            Path file = directory.resolve(text).normalize();
            if (Path.of(text).isAbsolute() || !file.startsWith(directory.normalize())) {
                throw outside(root, key, text);
            }
            if (!Files.isRegularFile(file)) {
                String wrong = Files.exists(file) ? "not a file" : "no such file in the package";
                throw root.refuseValue(key, text, wrong, "put it beside model.yaml or name it with '" + key + ":'");
            }
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                throw outside(root, key, text);
            }
            return file;
        } catch (InvalidPathException e) {
            throw root.refuseValue(key, text, "not a file name: " + e.getReason(), "write a file name");
        } catch (IOException e) {
            throw root.refuseValue(key, text, "unreadable: " + e, "check the file and its permissions");
        }
    }

    private static PackageException outside(Section root, String key, String text) {
        return root.refuseValue(key, text, "lies outside the package", "copy the file into the package directory");
    }

    private static Path describedBy(Path directory) throws PackageException {
        if (!Files.isDirectory(directory)) {
            boolean file = Files.exists(directory);
            throw Refusal.of(
                    directory,
                    "package",
                    file ? "a file" : "missing",
                    file ? "a package is a directory" : "no such directory",
                    "give the directory that holds model.yaml");
        }
        Path file = directory.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            throw Refusal.of(
                    directory,
                    DESCRIPTION,
                    "missing",
                    "the directory is not a model package",
                    "write one as docs/model-yaml.md shows");
        }
        return file;
    }

    private static void checkVersion(Section root) throws PackageException {
        int version = root.integer("saccade", 1, Integer.MAX_VALUE, "saccade: 1");
        if (version > VERSION) {
            throw root.refuse(
                    "saccade",
                    "format version " + version + " is newer than " + VERSION + ", the newest that is read here",
                    "update saccade");
        }
    }

    /**
     * Whether a text can be the name of a model.
     *
     * @param text any text
     * @return true for at most 100 letters, digits, '.', '_' and '-', a letter or digit first
     */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static String name(Section root) throws PackageException {
        String name = root.text("name", "name: my-model");
        if (!isName(name)) {
            throw root.refuse(
                    "name",
                    "a name is at most 100 letters, digits, '.', '_' and '-', a letter or digit first",
                    "rename it");
        }
        return name;
    }

    private static DeviceWish device(Section root) throws PackageException {
        int index = DeviceWish.ANY;
        if (root.has("device")) {
            index = DeviceName.index(root.text("device", "device: cuda:0"));
            if (index < 0) {
                throw root.refuse("device", "not the name of a GPU", "write " + DeviceName.WORDS);
            }
        }
        String priority =
                root.has("gpu-priority") ? root.choice("gpu-priority", PRIORITIES, "gpu-priority: normal") : null;
        return new DeviceWish(index, priority, root.numberOr("budget-share", 0.01, 1, 0));
    }

    private static Map<String, String> provenance(Section root) throws PackageException {
        Section section = root.optionalSection("provenance");
        Map<String, String> record = new LinkedHashMap<>();
        for (String key : section.keys()) {
            record.put(key, section.text(key, key + ": ..."));
        }
        return Collections.unmodifiableMap(record);
    }
}
