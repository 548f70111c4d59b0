package dev.saccade.models.assembly;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.pull.Trees;
import dev.saccade.models.tfjs.TfjsImporter;
import dev.saccade.models.tflite.TfliteImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Converts a user's model file and writes a package for them to complete: what the file cannot tell (pixel scaling,
 * class names, decoder) is a guess from the shapes, marked CHECK in model.yaml.
 */
public final class DraftPackage {
    private DraftPackage() {}

    /**
     * Converts a model file into a new package directory, which appears whole or not at all.
     *
     * @param file a TensorFlow.js model.json with its shards beside it, or a .tflite
     * @param to directory to make; must not exist, or be empty
     * @param request what to keep
     * @return what was converted
     * @throws ModelsException of kind USAGE for an existing target, BAD_INPUT for a file that cannot be converted
     */
    public static ImportedModel write(Path file, Path to, ImportRequest request) throws ModelsException {
        Path target = to.toAbsolutePath().normalize();
        String name =
                target.getFileName() == null ? "model" : target.getFileName().toString();
        try {
            if (Files.exists(target) && !(Files.isDirectory(target) && isEmpty(target))) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, to + " exists and is not empty; name a directory to make");
            }
            ImportedModel model = read(file, request);
            Path draft = Trees.draft(target);
            try {
                Files.write(draft.resolve(PackageAssembler.MODEL), model.onnx());
                Files.writeString(draft.resolve(PackageAssembler.LABELS), labels(model));
                Files.writeString(draft.resolve(PackageAssembler.DESCRIPTION), description(name, file, model));
                Trees.publish(draft, target);
            } finally {
                Trees.delete(draft);
            }
            return model;
        } catch (IOException e) {
            throw ModelsException.storage(to + " cannot be written", e);
        }
    }

    private static ImportedModel read(Path file, ImportRequest request) throws ModelsException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".json")) {
            return TfjsImporter.read(file, request);
        }
        if (name.endsWith(".tflite")) {
            return TfliteImporter.read(file, request);
        }
        throw new ModelsException(
                ModelsException.Kind.USAGE,
                file + " is neither a TensorFlow.js model.json nor a .tflite; an .onnx needs no import, only a"
                        + " model.yaml and labels.txt beside it");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static String labels(ImportedModel model) {
        int classes = 2;
        if (isClassifier(model)) {
            int[] shape = onlyOutput(model).getValue();
            classes = shape[1];
        }
        return IntStream.range(0, classes).mapToObj(i -> "class-" + i + "\n").collect(Collectors.joining());
    }

    private static String description(String name, Path file, ImportedModel model) {
        String outputs = model.outputs().entrySet().stream()
                .map(output -> output.getKey() + " " + Arrays.toString(output.getValue()))
                .collect(Collectors.joining(", "));
        String task = isClassifier(model) ? "classification" : isMask(model) ? "segmentation" : "detection";
        return """
                saccade: 1
                name: %s
                task: %s    # CHECK
                # labels.txt: CHECK, one label a line in class order
                input:
                  tensor: %s
                  size: [%d, %d]
                  colour: %s    # CHECK: RGB or BGR
                  resize: stretch    # CHECK: stretch, letterbox or crop
                  scale: 1    # CHECK: value = (pixel * scale - mean) / std, pixel 0..255
                  mean: 0
                  std: 1
                  layout: NCHW
                  type: fp32
                # outputs: %s
                decoder:
                %s
                provenance:
                  source: %s
                  licence: unknown    # CHECK
                  sha256: %s
                  notes: converted by Saccade
                """.formatted(
                        quoted(name),
                        task,
                        model.input(),
                        model.inputShape()[3],
                        model.inputShape()[2],
                        model.inputShape()[1] == 1 ? "GRAY" : "RGB",
                        outputs,
                        decoder(model),
                        quoted(String.valueOf(file.getFileName())),
                        Sha256.of(model.onnx()));
    }

    private static String decoder(ImportedModel model) {
        if (isClassifier(model)) {
            return "  kind: logits    # CHECK: logits, or softmax when the graph ends in one\n  scores: "
                    + onlyOutput(model).getKey();
        }
        if (isMask(model)) {
            return "  kind: sigmoid-mask\n  mask: " + onlyOutput(model).getKey()
                    + "\n  logits: false    # CHECK: true when the graph does not end in a sigmoid";
        }
        return "  kind: choose-one    # CHECK: see docs/models.md";
    }

    private static boolean isClassifier(ImportedModel model) {
        return model.outputs().size() == 1 && onlyOutput(model).getValue().length == 2;
    }

    private static boolean isMask(ImportedModel model) {
        int[] shape = model.outputs().size() == 1 ? onlyOutput(model).getValue() : new int[0];
        return shape.length == 4 && shape[1] == 1;
    }

    private static Map.Entry<String, int[]> onlyOutput(ImportedModel model) {
        return model.outputs().entrySet().iterator().next();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
