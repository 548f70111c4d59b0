package dev.saccade.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade verify}: the accuracy gate. */
@Command(
        name = "verify",
        description = {
            "Compare an engine with the CPU reference on real frames, and judge it by the package's limits.",
            "The reference is the package's own graph as it is written, on ONNX Runtime (docs/verify.md)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 passed, 1 a limit was not kept, 2 wrong usage, 3 bad input, 4 no such device.",
            "",
            "Examples:",
            "  saccade verify centernet-coco --backend tensorrt --deadline 20",
            "  saccade verify centernet-coco --engine-of centernet-coco-fp16 --source dir:frames --out verified",
            "  saccade verify landing-pad@candidate --engine-of landing-pad@production"
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME@N",
            description = "A package directory, a name of 'saccade models list', or a version in the repository.")
    private String model;

    @Mixin
    private VerifyOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new VerifySession(model, options, spec.commandLine().getOut()).verify();
    }
}
