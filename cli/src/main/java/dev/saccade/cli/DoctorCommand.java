package dev.saccade.cli;

import dev.saccade.cli.doctor.Diagnosis;
import dev.saccade.cli.doctor.DiagnosisJson;
import dev.saccade.cli.doctor.DiagnosisText;
import dev.saccade.cli.doctor.Machine;
import dev.saccade.cli.doctor.Measured;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.pipeline.RealTime;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saccade doctor}: what this machine can hold, and the one change that would help most. */
@Command(
        name = "doctor",
        description =
                "What this machine can hold: rights, clock, kernel, and how late a 1 kHz loop wakes beside the same loop"
                        + " in C++. Tells the one change that would help most.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it holds 1 kHz (every right granted, at most 1 tick in 1000 over a period late), 1 it does not,",
            "2 wrong usage.",
            "",
            "Example:",
            "  saccade doctor --seconds 20 --json doctor.json"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int LONGEST_S = 3600;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long each of the two loops is measured (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write what was found as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > LONGEST_S) {
            throw new CommandException(ExitCode.USAGE, "--seconds " + seconds + ": give 1 to " + LONGEST_S);
        }
        if (json != null) {
            OutputFile.require("--json", json);
        }
        Machine machine = Machine.read(Path.of("/"));
        new RealTime().prepare();
        Diagnosis diagnosis = Diagnosis.of(machine, measure(), seconds);
        int level = Kernels.level();
        String gpu = Engines.unavailable(Backend.TENSORRT).orElse("TensorRT can be used");
        PrintWriter out = spec.commandLine().getOut();
        new DiagnosisText(out).print(diagnosis, "level " + level + " of " + Kernels.supported(), gpu);
        out.flush();
        if (json != null) {
            byte[] text = new DiagnosisJson(diagnosis).text(level, gpu).getBytes(StandardCharsets.UTF_8);
            OutputFile.write("--json", json, text);
        }
        return diagnosis.holds() ? ExitCode.OK : ExitCode.FELL_SHORT;
    }

    private Measured measure() throws Exception {
        Terminal terminal = new Terminal();
        try {
            return Measured.take(
                    seconds,
                    done -> terminal.status(
                            String.format(Locale.ROOT, "measuring how late two loops wake: %.0f %%", 100 * done),
                            System.nanoTime()));
        } finally {
            terminal.clearStatus();
        }
    }
}
