package dev.saccade.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade inspect}: layers, their time and their memory. */
@Command(
        name = "inspect",
        description = {
            "What a network is made of, and where its time and memory go.",
            "On the CPU the optimised graph runs over real frames, layer by layer; of a TensorRT engine the builder's",
            "inspector is read, which needs no GPU (docs/inspect.md)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 2 wrong usage, 3 bad input, 4 no such back end or engine.",
            "",
            "Examples:",
            "  saccade inspect centernet-coco",
            "  saccade inspect landing-pad@candidate --frames 200 --html layers.html",
            "  saccade inspect centernet-coco --backend tensorrt --json",
            "  saccade inspect model.onnx"
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME|NAME@N|ENGINE_DIR",
            description =
                    "A package directory, a name of 'saccade models list', a version in the repository, an engine's"
                            + " directory (one with layers.json), or an ONNX file, which is not run.")
    private String subject;

    @Mixin
    private InspectOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new InspectSession(subject, options, spec.commandLine().getOut()).inspect();
    }
}
