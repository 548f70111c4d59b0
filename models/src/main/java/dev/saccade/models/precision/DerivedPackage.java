package dev.saccade.models.precision;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A package made of another one: the same task, labels and thresholds, another network. Its name is the old one with a
 * suffix, its provenance tells how it was made; comments of model.yaml are not kept. Stateless; any thread may use it.
 */
public final class DerivedPackage {
    private static final String MODEL = "model.onnx";
    private static final String LABELS = "labels.txt";

    private DerivedPackage() {}

    /**
     * What the new network changes in the description.
     *
     * @param inputType new value of {@code input.type}; null leaves it
     * @param provenance lines that are added, or replace those of the same key
     */
    public record Made(String inputType, Map<String, String> provenance) {}

    /** Writes the new network. */
    @FunctionalInterface
    public interface Network {
        /**
         * Writes the file.
         *
         * @param onnx where
         * @return what it changes in the description
         * @throws ModelsException when it cannot be made
         * @throws IOException when it cannot be written
         */
        Made write(Path onnx) throws ModelsException, IOException;
    }

    /**
     * Refuses a place where something is.
     *
     * @param to directory to make
     * @throws ModelsException of kind USAGE when it exists and is not empty, STORAGE when it cannot be read
     */
    public static void requireFree(Path to) throws ModelsException {
        try {
            if (Files.exists(to) && !(Files.isDirectory(to) && isEmpty(to))) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, to + " exists and is not empty; name a directory to make");
            }
        } catch (IOException e) {
            throw ModelsException.storage(to + " cannot be read", e);
        }
    }

    /**
     * Makes the package in a new directory, which appears whole or not at all.
     *
     * @param model package that it is made of
     * @param to directory to make; must not exist, or be empty
     * @param suffix of the new name
     * @param network writes the new network
     * @throws ModelsException of kind USAGE for an existing target, BAD_INPUT when the package or its network is refused,
     *     STORAGE when a file cannot be read or written
     */
    public static void publish(ModelPackage model, Path to, String suffix, Network network) throws ModelsException {
        requireFree(to);
        Path target = to.toAbsolutePath().normalize();
        try {
            Path draft = Trees.draft(target);
            try {
                Made made = network.write(draft.resolve(MODEL));
                boolean labelled = copyLabels(model, draft.resolve(LABELS));
                Files.writeString(
                        draft.resolve(ModelPackages.DESCRIPTION), description(model, target, suffix, labelled, made));
                ModelPackages.read(draft);
                Trees.publish(draft, target);
            } finally {
                Trees.delete(draft);
            }
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        } catch (IOException e) {
            throw ModelsException.storage(to + " cannot be written", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static boolean copyLabels(ModelPackage model, Path to) throws IOException {
        Path labels = model.directory().resolve(ModelPackages.labelsFile(model));
        if (!Files.isRegularFile(labels)) {
            return false;
        }
        Files.copy(labels, to);
        return true;
    }

    private static String description(ModelPackage model, Path target, String suffix, boolean labelled, Made made)
            throws IOException {
        // With this schema every scalar stays the text that it was.
        LoadSettings settings =
                LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        Map<String, Object> root = new LinkedHashMap<>();
        copy(
                new Load(settings)
                        .loadFromString(Files.readString(model.directory().resolve(ModelPackages.DESCRIPTION))),
                root);
        root.put("name", model.name() + suffix);
        root.remove("model");
        root.remove("labels");
        if (labelled) {
            root.put("labels", LABELS);
        }
        if (model.fallback() != null) {
            root.put("fallback", fallback(model, target));
        }
        if (made.inputType() != null) {
            Map<String, Object> input = new LinkedHashMap<>();
            copy(root.get("input"), input);
            input.put("type", made.inputType());
            root.put("input", input);
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        copy(root.get("provenance"), provenance);
        provenance.putAll(made.provenance());
        root.put("provenance", provenance);
        DumpSettings style = DumpSettings.builder()
                .setSchema(new FailsafeSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(style).dumpToString(root);
    }

    private static void copy(Object from, Map<String, Object> to) {
        if (from instanceof Map<?, ?> map) {
            map.forEach((key, value) -> to.put(String.valueOf(key), value));
        }
    }

    /** A fallback that lies beside the package is named by its whole path unless the new package lies there as well. */
    private static String fallback(ModelPackage model, Path target) {
        Path source = model.directory().toAbsolutePath().normalize();
        Path beside = source.resolveSibling(model.fallback());
        boolean moves = Files.isDirectory(beside) && !source.getParent().equals(target.getParent());
        return moves ? beside.toString() : model.fallback();
    }
}
