package dev.saccade.cli;

import dev.saccade.cli.sim.Flight;
import dev.saccade.cli.sim.FlightPlan;
import dev.saccade.cli.sim.FlightPlot;
import dev.saccade.cli.sim.FlightReport;
import dev.saccade.cli.sim.FlightResult;
import dev.saccade.fault.FaultSpec;
import dev.saccade.model.ModelPackages;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code saccade fly}: a landing in simulation, closed loop. */
@Command(
        name = "fly",
        description = "Land a simulated drone by what its camera sees, in virtual time.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  saccade fly --seed 7 --log flight.jsonl --plot flight.png",
            "  saccade fly --fault engine-hang@4s:300ms --fault camera-freeze@9s:1s",
            "  saccade fly --fault frame-loss=5%@0s:60s",
            "",
            "Exit code 0 when it landed on the pad within tolerance, 1 otherwise. The same seed gives the same log."
        })
final class FlyCommand implements Callable<Integer> {
    private static final String MODEL = "landing-pad";

    @Option(names = "--seed", paramLabel = "N", description = "Chooses place, wind, light and noise; 1 unless given.")
    private long seed = 1;

    @Option(
            names = "--fault",
            paramLabel = "KIND@START:DURATION",
            converter = FaultConverter.class,
            description = "Something goes wrong, as in engine-hang@4s:300ms; may be repeated.")
    private List<FaultSpec> faults = new ArrayList<>();

    @Option(
            names = "--move-pad",
            paramLabel = "EAST,NORTH",
            split = ",",
            arity = "1",
            description = "Puts the pad that many metres from where the seed has it.")
    private List<Double> movePad;

    @Option(names = "--model", paramLabel = "PACKAGE|NAME", description = "Finds the pad; landing-pad unless given.")
    private String model = MODEL;

    @Option(names = "--log", paramLabel = "FILE.jsonl", description = "Write one JSON line a tick.")
    private Path log;

    @Option(names = "--plot", paramLabel = "FILE.png", description = "Draw path, height, modes and errors.")
    private Path plot;

    @Option(names = "--report", paramLabel = "FILE.json", description = "Write how the flight went.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Path directory = new Assets(new Terminal()).model(model);
        FlightPlan plan = FlightPlan.of(seed);
        if (movePad != null) {
            plan = plan.withPadMoved(movePad.get(0), movePad.get(1));
        }
        FlightResult result = new Flight(plan, faults).fly(ModelPackages.read(directory));
        if (log != null) {
            OutputFile.write("--log", log, result.log().toJsonLines().getBytes(StandardCharsets.UTF_8));
        }
        if (plot != null) {
            OutputFile.write("--plot", plot, FlightPlot.png(result));
        }
        if (report != null) {
            OutputFile.write("--report", report, FlightReport.json(result));
        }
        print(result);
        return result.isLanded() ? ExitCode.OK : ExitCode.FELL_SHORT;
    }

    private void check() throws CommandException {
        if (movePad != null && movePad.size() != 2) {
            throw new CommandException(ExitCode.USAGE, "--move-pad needs two numbers, as in --move-pad 1.5,-2");
        }
        for (FaultSpec fault : faults) {
            if (fault.kind().isOfWorker()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        "--fault " + fault.kind().word()
                                + ": a simulated flight has no process of the engine; use run");
            }
        }
        List<Path> named = new ArrayList<>();
        require("--log", log, named);
        require("--plot", plot, named);
        require("--report", report, named);
    }

    private static void require(String option, Path file, List<Path> named) throws CommandException {
        if (file == null) {
            return;
        }
        OutputFile.require(option, file);
        if (named.contains(file)) {
            throw new CommandException(
                    ExitCode.USAGE, option + " " + file + ": another option names it too; give each a file of its own");
        }
        named.add(file);
    }

    private void print(FlightResult result) {
        PrintWriter out = spec.commandLine().getOut();
        result.history().forEach(out::println);
        out.println();
        result.injected().forEach((kind, count) -> out.println("injected   " + kind.word() + ", " + count + " times"));
        out.printf(
                Locale.ROOT,
                "%s after %.2f s and %d frames: %.3f m from the pad's middle, turned %.1f degrees, %.2f m/s; last mode %s%n",
                result.ending().text(),
                result.seconds(),
                result.frames(),
                result.off(),
                Math.toDegrees(result.turned()),
                result.speed(),
                result.lastMode());
        out.printf(
                Locale.ROOT,
                "%s (tolerance: %.2f m, %.0f degrees, %.1f m/s)%n",
                result.isLanded() ? "landed" : "did not land on the pad",
                FlightResult.MOST_OFF,
                Math.toDegrees(FlightResult.MOST_TURNED),
                FlightResult.MOST_SPEED);
        out.flush();
    }
}
