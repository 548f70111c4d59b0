package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.drift.DriftWatch;
import dev.saccade.models.drift.Observation;
import dev.saccade.models.drift.ObservationRecord;
import dev.saccade.models.drift.Observer;
import dev.saccade.models.evaluate.report.ReportDirectory;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models observe}: the statistics of a record, from frames that nobody labelled. */
@Command(
        name = "observe",
        description = {
            "Count what frames look like and what a model says about them, without labels.",
            "The record that this makes is what 'saccade run' compares later frames with (docs/drift.md)."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  saccade models observe landing-pad --source dir:flight-7 --out observed",
            "  saccade models publish landing-pad --record observed --sign release.key"
        })
final class ObserveCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME|NAME@N",
            description = "A package directory, a version of the repository, or a model of 'saccade models list'.")
    private String model;

    @Option(
            names = "--source",
            paramLabel = "URI",
            required = true,
            description = "Where frames come from; of a clip or a directory every one.")
    private String source;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "The directory to make, with record.yaml; 'saccade models publish --record DIR' takes it.")
    private Path out;

    @Option(names = "--frames", paramLabel = "N", description = "Most frames that are counted; all unless given.")
    private int frames = Integer.MAX_VALUE;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "auto, tensorrt or cpu; auto unless given.")
    private Backend backend = Backend.AUTO;

    @Mixin
    private VersionOptions versions;

    @Option(names = "--who", paramLabel = "TEXT", description = "Who observes, for the record; the user unless given.")
    private String who = System.getProperty("user.name");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (frames < 1) {
            throw new CommandException(ExitCode.USAGE, "--frames " + frames + ": give at least 1");
        }
        ReportDirectory.require(out);
        Terminal terminal = new Terminal();
        Assets assets = new Assets(terminal, versions);
        Instant started = Instant.now();
        ModelPackage read = assets.read(model);
        String uri = EveryFrame.of(assets.source(source));
        Observation observation;
        try (Perceiver perceiver = Perceivers.load(read, backend, Perceivers.options());
                FrameSupply supply =
                        new FrameSupply(Cameras.open(uri), HostFrameMemory.INSTANCE, frames, MonotonicClock.SYSTEM)) {
            observation = Observer.observe(
                    perceiver,
                    supply,
                    done -> terminal.status("counted " + done + " frames", System.nanoTime()),
                    MonotonicClock.SYSTEM);
        } finally {
            terminal.clearStatus();
        }
        ObservationRecord.write(observation, out, who, started, Instant.now());
        print(observation, spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private void print(Observation observation, PrintWriter lines) {
        long counted = observation.statistics().frames();
        lines.println("frames    " + counted + " of " + observation.source());
        if (!observation.spread().isKnown()) {
            lines.println(
                    "note      fewer than two windows of " + DriftWatch.WINDOW
                            + " frames follow one another: how far they differ is not known, and 'run' allows for chance alone");
        }
        lines.println("record    " + out);
        lines.flush();
    }
}
