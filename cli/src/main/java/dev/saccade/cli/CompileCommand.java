package dev.saccade.cli;

import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineBuilders;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade compile}: engines for a GPU, made before anything runs. */
@Command(
        name = "compile",
        description = {
            "Compile models to TensorRT engines for a GPU of this machine.",
            "'saccade run' loads an engine and never builds one (docs/engines.md)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 a check fell short, 2 wrong usage, 3 the model is refused, 4 no GPU to build on.",
            "",
            "Examples:",
            "  saccade compile centernet-coco",
            "  saccade compile models/mine --device cuda:1 --precision fp16",
            "  saccade compile --list"
        })
final class CompileCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME",
            arity = "0..*",
            description = "Model package directories, or names of 'saccade models list'.")
    private List<String> models = List.of();

    @Mixin
    private CompileOptions options;

    @Option(
            names = "--list",
            description = "Show the engines that the store holds, and whether each belongs to this machine.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.check();
        options.checkStore();
        EngineBuilder builder = EngineBuilders.of(options.backend);
        if (list) {
            if (!models.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE, "--list shows the whole store; leave " + String.join(" ", models) + " out");
            }
            for (String option : CompileOptions.OF_BUILDS) {
                if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
                    throw new CommandException(
                            ExitCode.USAGE, option + " says how to compile; leave it out with --list");
                }
            }
            return new CompileList(builder, options, spec.commandLine().getOut()).print();
        }
        if (models.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "no model named; give a package or a name of 'saccade models list', or --list");
        }
        return new CompileSession(builder, options, spec.commandLine().getOut()).compile(models);
    }
}
