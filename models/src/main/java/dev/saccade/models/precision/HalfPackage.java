package dev.saccade.models.precision;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Trees;
import dev.saccade.tensor.TensorType;
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

/** Converts a whole model package to FP16: the network, its description, its labels. Stateless; any thread may use it. */
public final class HalfPackage {
    /** What a converted package's name ends with. */
    public static final String SUFFIX = "-fp16";

    private static final String MODEL = "model.onnx";
    private static final String LABELS = "labels.txt";

    private HalfPackage() {}

    /**
     * Converts a package into a new directory, which appears whole or not at all. The new name is the old one with
     * {@value #SUFFIX}; the provenance gains what was converted and how; comments of model.yaml are not kept.
     *
     * @param from package directory
     * @param to directory to make; must not exist, or be empty
     * @param islands what stays FP32 by request
     * @param ports type of inputs and outputs; FP16 needs an input that is fp32 in model.yaml
     * @return what was done
     * @throws ModelsException of kind USAGE for an existing target or ports that do not go with the package, BAD_INPUT
     *     when the package or its network is refused, STORAGE when a file cannot be read or written
     */
    public static ConversionReport convert(Path from, Path to, Islands islands, Ports ports) throws ModelsException {
        Path target = to.toAbsolutePath().normalize();
        try {
            if (Files.exists(target) && !(Files.isDirectory(target) && isEmpty(target))) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, to + " exists and is not empty; name a directory to make");
            }
            ModelPackage model = ModelPackages.read(from);
            if (ports == Ports.FP16 && model.input().type() != TensorType.FLOAT32) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        from + ": input.type is " + model.input().type() + ", not fp32, and cannot become fp16; leave"
                                + " the inputs and outputs as they are");
            }
            Path draft = Trees.draft(target);
            try {
                ConversionReport report = HalfPrecision.convert(model.model(), draft.resolve(MODEL), islands, ports);
                boolean labelled = copyLabels(model, draft.resolve(LABELS));
                Files.writeString(
                        draft.resolve(ModelPackages.DESCRIPTION),
                        description(model, target, labelled, islands, ports, report));
                ModelPackages.read(draft);
                Trees.publish(draft, target);
                return report;
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

    private static String description(
            ModelPackage model, Path target, boolean labelled, Islands islands, Ports ports, ConversionReport report)
            throws IOException {
        // With this schema every scalar stays the text that it was.
        LoadSettings settings =
                LoadSettings.builder().setSchema(new FailsafeSchema()).build();
        Map<String, Object> root = new LinkedHashMap<>();
        copy(
                new Load(settings)
                        .loadFromString(Files.readString(model.directory().resolve(ModelPackages.DESCRIPTION))),
                root);
        root.put("name", model.name() + SUFFIX);
        root.remove("model");
        root.remove("labels");
        if (labelled) {
            root.put("labels", LABELS);
        }
        if (model.fallback() != null) {
            root.put("fallback", fallback(model, target));
        }
        if (ports == Ports.FP16) {
            Map<String, Object> input = new LinkedHashMap<>();
            copy(root.get("input"), input);
            input.put("type", "fp16");
            root.put("input", input);
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        copy(root.get("provenance"), provenance);
        provenance.put("sha256", report.sha256());
        provenance.put("fp16-from", model.name());
        provenance.put("fp16-from-sha256", report.sourceSha256());
        provenance.put("fp16-nodes", report.converted() + " of " + report.nodes());
        provenance.put("fp16-islands", islands.toString());
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
