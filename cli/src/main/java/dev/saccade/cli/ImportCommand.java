package dev.saccade.cli;

import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.proposal.ImportedFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models import}: a package out of a model file. */
@Command(
        name = "import",
        description = {
            "Make a package out of a model file.",
            "An ONNX file gets a complete model.yaml, each key with its reason; what the file cannot tell is asked for,",
            "and a picture beside the package shows what each way to read it sees.",
            "A TensorFlow.js or TensorFlow Lite model is converted, its model.yaml to be completed by hand."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  saccade models import yolov8n.onnx --picture street.jpg",
            "  saccade models import net.onnx --labels names.txt --set input.size=640x480 --set input.colour=BGR --yes",
            "  saccade models import model.json --to my-model --output heat=net/heat"
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "An .onnx file, a model.json with its shards beside it, or a .tflite file.")
    private Path file;

    @Option(
            names = {"--out", "--to"},
            paramLabel = "DIR",
            description =
                    "The package to make; the name's directory here unless given. Needed for model.json, .tflite.")
    private Path out;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model; the file's unless given.")
    private String name;

    @Option(names = "--labels", paramLabel = "FILE", description = "Class names, one a line, in class order.")
    private Path labels;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "What to show the model; the demo clip's first frame where it is cached, else a made one.")
    private String picture;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of model.yaml, such as input.size=640x480 or decoder.kind=yolox.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--yes", description = "Take what is proposed without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON; nothing is asked on the terminal.")
    private boolean json;

    @Option(
            names = "--output",
            paramLabel = "NAME=NODE",
            description = "Converting: an output of the ONNX and the node it is; the model's own unless given.")
    private Map<String, String> outputs = Map.of();

    @Option(
            names = "--input-size",
            paramLabel = "W,H",
            split = ",",
            description = "Converting: width and height of the input where the model leaves them open.")
    private List<Integer> inputSize = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String kind = file.toString().toLowerCase(Locale.ROOT);
        if (kind.endsWith(".json") || kind.endsWith(".tflite")) {
            return convert();
        }
        if (!outputs.isEmpty() || !inputSize.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "--output and --input-size are for model.json and .tflite; use --set for " + file);
        }
        ImportSession session = new ImportSession(
                new ImportedFile(file, name, labels, set),
                out,
                picture,
                yes,
                json,
                spec.commandLine().getOut());
        return session.run();
    }

    private int convert() throws ModelsException, CommandException {
        if (out == null) {
            throw new CommandException(ExitCode.USAGE, "--to DIR is needed: the package to make of " + file);
        }
        ImportedModel model = ModelStore.importModel(file, out, new ImportRequest(inputSize, outputs));
        PrintWriter lines = spec.commandLine().getOut();
        lines.println("input     " + model.input() + " " + Arrays.toString(model.inputShape()));
        model.outputs().forEach((output, shape) -> lines.println("output    " + output + " " + Arrays.toString(shape)));
        lines.println("package   " + out + "; complete what its model.yaml marks CHECK (docs/model-yaml.md)");
        return ExitCode.OK;
    }
}
