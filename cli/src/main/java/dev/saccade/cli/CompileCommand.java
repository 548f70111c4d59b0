package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineBuilders;
import dev.saccade.engine.EngineException;
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
            "Compile models for this machine, compare the engines with the CPU reference, and publish them as versions.",
            "'saccade run' loads an engine and never builds one (docs/engines.md)."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 the gate failed, 2 wrong usage, 3 the model is refused, 4 no such device.",
            "",
            "Examples:",
            "  saccade compile centernet-coco --sign release.key",
            "  saccade compile models/mine --device cuda:1 --precision fp32,fp16 --gate-source dir:frames",
            "  saccade compile landing-pad@3 --device cpu",
            "  saccade compile --list"
        })
final class CompileCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME|NAME@N",
            arity = "0..*",
            description = "Model package directories, names of 'saccade models list', or versions in the repository.")
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
            return new CompileList(alone(), options, spec.commandLine().getOut()).print();
        }
        if (models.isEmpty()) {
            throw new CommandException(
                    ExitCode.USAGE, "no model named; give a package or a name of 'saccade models list', or --list");
        }
        if (!options.isPublished()) {
            return new CompileSession(alone(), options, spec.commandLine().getOut()).compile(models);
        }
        return new CompilePublication(
                        builders(),
                        options,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .compile(models);
    }

    /** What a store is filled by. */
    private EngineBuilder alone() throws EngineException {
        return EngineBuilders.of(options.isCpuAlone() ? Backend.CPU : Backend.TENSORRT);
    }

    /** The CPU's always, since it stands in for every other; the GPU's where one is there or was asked for. */
    private List<EngineBuilder> builders() throws EngineException {
        EngineBuilder cpu = EngineBuilders.of(Backend.CPU);
        if (options.isCpuAlone()) {
            return List.of(cpu);
        }
        EngineBuilder gpu = EngineBuilders.of(Backend.TENSORRT);
        return options.device == null && gpu.unavailable() != null ? List.of(cpu) : List.of(cpu, gpu);
    }
}
