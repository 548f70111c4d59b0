package dev.saccade.cli;

import dev.saccade.cli.cameras.CamerasCommand;
import dev.saccade.cli.repository.KeysCommand;
import dev.saccade.control.LoopConfigurationException;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.Engines;
import dev.saccade.frame.SourceException;
import dev.saccade.internal.files.IoReason;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.picture.PictureException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code saccade} program: parses the command line, runs one command, ends with its exit code. */
@Command(
        name = "saccade",
        description = "Camera frames to commands in bounded time.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Without a command there is nothing to do; begin with:",
            "  saccade run",
            "",
            "Exit codes: 0 done, 1 a check fell short, 2 wrong usage, 3 bad input, 4 a device is missing."
        })
public final class Main implements Runnable {
    private static final String RUN = "run";
    /** Options of the design that this version refuses by name. */
    private static final Set<String> PLANNED = Set.of("--record", "--serve", "--token-file", "--config");

    /** In the order of the help. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put(RUN, RunCommand.class);
        COMMANDS.put("fly", FlyCommand.class);
        COMMANDS.put("models", ModelsCommand.class);
        COMMANDS.put("evaluate", EvaluateCommand.class);
        COMMANDS.put("compile", CompileCommand.class);
        COMMANDS.put("verify", VerifyCommand.class);
        COMMANDS.put("inspect", InspectCommand.class);
        COMMANDS.put("keys", KeysCommand.class);
        COMMANDS.put("cameras", CamerasCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
    }

    @Option(
            names = "--verbose",
            description = "Show stack traces and debug messages.",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    private Main() {}

    /**
     * Runs the program and ends the process.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        // The engine's own process loads what it needs; here only the CPU's library is wanted then.
        boolean isIsolated = String.join("=", args).contains("--isolation=" + IsolationConverter.PROCESS);
        if (args.length > 0 && args[0].equals(RUN) && !isIsolated) {
            // The libraries load while the command line is read.
            Engines.prefetch();
        }
        end(execute(args));
    }

    /** Ends the process at once: native pools and daemon threads must not hold it back. */
    static void end(int code) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(code);
    }

    static int execute(String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        // Reading one command's annotations takes as long as opening its model, so those of the others are left alone.
        boolean isNamed = args.length > 0 && COMMANDS.containsKey(args[0]);
        COMMANDS.forEach((name, type) -> {
            if (!isNamed || name.equals(args[0])) {
                line.addSubcommand(name, type);
            }
        });
        line.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler((e, failed, parsed) -> main.fail(e, failed));
        try {
            return line.execute(args);
        } catch (LinkageError e) {
            return main.fail(
                    new IllegalStateException(
                            "a native library does not belong to this build (" + e.getMessage()
                                    + "): delete ~/.javacpp/cache and start again",
                            e),
                    line);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int refuse(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("saccade: " + oneLine(e.getMessage()) + suggestion(e) + "; see "
                + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String suggestion(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            if (PLANNED.contains(unmatched.getUnmatched().get(0).replaceAll("=.*", ""))) {
                return "; this version has no such option yet (README, Status)";
            }
            var near = unmatched.getSuggestions();
            return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
        }
        return "";
    }

    /** What a failure means for the exit code. */
    static int codeOf(Exception e) {
        int code = ExitCode.FELL_SHORT;
        if (e instanceof CommandException c) {
            code = c.exitCode();
        } else if (e instanceof SourceException s) {
            code = switch (s.kind()) {
                case USAGE -> ExitCode.USAGE;
                case BAD_INPUT -> ExitCode.BAD_INPUT;
                case NO_DEVICE -> ExitCode.NO_DEVICE;
            };
        } else if (e instanceof ModelsException m) {
            code = switch (m.kind()) {
                case USAGE -> ExitCode.USAGE;
                case BAD_INPUT -> ExitCode.BAD_INPUT;
                case NO_SOURCE -> ExitCode.NO_DEVICE;
                case STORAGE -> ExitCode.FELL_SHORT;
            };
        } else if (e instanceof PictureException p) {
            code = p.isUsage() ? ExitCode.USAGE : ExitCode.FELL_SHORT;
        } else if (e instanceof LoopConfigurationException) {
            code = ExitCode.USAGE;
        } else if (e instanceof PackageException) {
            code = ExitCode.BAD_INPUT;
        } else if (e instanceof EngineException x) {
            code = x.isMissingDevice() ? ExitCode.NO_DEVICE : ExitCode.BAD_INPUT;
        }
        return code;
    }

    /** A failure in one line. */
    static String textOf(Exception e) {
        return e instanceof FileSystemException f
                ? f.getFile() + ": " + IoReason.of(f)
                : e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
    }

    private int fail(Exception e, CommandLine line) {
        line.getErr().println("saccade: " + textOf(e));
        if (verbose) {
            e.printStackTrace(line.getErr());
        }
        return codeOf(e);
    }

    /** Names in a message may come from a file and command a terminal. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}", "?");
    }
}
