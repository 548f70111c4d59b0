package dev.saccade.cli;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.quantise.Calibration;
import dev.saccade.models.quantise.Int8Options;
import dev.saccade.models.quantise.Int8Package;
import dev.saccade.models.quantise.Int8Report;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models quantise}: an INT8 package out of an FP32 one. */
@Command(
        name = "quantise",
        description = {
            "Make an INT8 package out of an FP32 one, calibrated on real frames (docs/precision.md).",
            "Every layer is tried alone; the costliest stay FP32 until the accuracy gate passes on frames that did not"
                    + " calibrate, and its verdict is on others still, which chose nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 made, 1 the gate did not pass, 2 wrong usage, 3 bad input.",
            "",
            "Examples:",
            "  saccade models quantise centernet-coco --frames file:drive.mp4 --out centernet-coco-int8",
            "  saccade models quantise my-model --frames pictures/ --out my-model-int8 --keep /head/Conv_2 --target cpu"
        })
final class QuantiseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PACKAGE", description = "A package directory, or a model of 'saccade models list'.")
    private String model;

    @Option(
            names = "--frames",
            required = true,
            paramLabel = "DIR|URI",
            description = "What the camera will see: a directory of pictures, or any source.")
    private String frames;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The package directory to make.")
    private Path out;

    @Option(
            names = "--target",
            paramLabel = "tensorrt|cpu",
            description =
                    "What it will run on; tensorrt unless given. A network for the CPU has zero points, which TensorRT"
                            + " refuses; one for TensorRT runs on the CPU, but slowly.")
    private QuantTarget target = QuantTarget.TENSORRT;

    @Option(
            names = "--calibration",
            paramLabel = "minmax|percentile|mse",
            split = ",",
            description = "How a tensor's range follows from its values. Of several, with commas, the one is taken with"
                    + " which the outputs lose least; all three unless given.")
    private Set<Calibration> calibrations = EnumSet.allOf(Calibration.class);

    @Option(
            names = "--keep",
            paramLabel = "NODE",
            split = ",",
            description = "Names of layers, or of tensors that they make, that stay FP32.")
    private Set<String> keep = Set.of();

    @Option(names = "--keep-first-last", description = "The first and the last layer stay FP32.")
    private boolean keepFirstLast;

    @Option(
            names = "--restore",
            paramLabel = "fp32|fp16",
            description = "What layers become that are not INT8; fp32 unless given. What touches a quantised part, and"
                    + " what --keep names, stays FP32.")
    private Precision rest = Precision.FP32;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Most frames that are used, 8 to 2000; 96 unless given: spread over the source, half to"
                    + " calibrate, a quarter to choose layers, a quarter to judge.")
    private int sample = 96;

    @Option(
            names = "--read",
            paramLabel = "N",
            description = "Most frames that are read of the source; 2000 unless given.")
    private int read = 2000;

    @Option(
            names = "--sensitivity-frames",
            paramLabel = "N",
            description =
                    "Frames of those that choose on which each layer is tried alone, 0 to 12; 6 unless given, 0: not tried.")
    private int sensitivityFrames = 6;

    @Option(names = "--who", paramLabel = "NAME", description = "Who makes it, for the provenance.")
    private String who = "";

    @Option(names = "--json", description = "Print JSON: every layer, attempt, number and frame.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check();
        Terminal terminal = new Terminal();
        Assets assets = new Assets(terminal);
        Path package32 = assets.model(model);
        Int8Options options = new Int8Options(
                target, calibrations, keep, keepFirstLast, rest, sample, sensitivityFrames, who, Perceivers.options());
        Int8Report report;
        try (FrameSupply supply = new FrameSupply(
                Cameras.open(FramesUri.of(frames, assets)), HostFrameMemory.INSTANCE, read, MonotonicClock.SYSTEM)) {
            report = Int8Package.convert(
                    package32,
                    out,
                    options,
                    supply,
                    (stage, done, of) ->
                            terminal.status(stage + " " + done + (of > 0 ? "/" + of : ""), System.nanoTime()));
        } finally {
            terminal.clearStatus();
        }
        QuantiseText text = new QuantiseText(report);
        if (json) {
            spec.commandLine().getOut().println(text.json(out).toPrettyString());
        } else {
            text.print(out, spec.commandLine().getOut());
        }
        spec.commandLine().getOut().flush();
        if (!report.isPassed()) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    model + " fails the gate "
                            + (report.isFinal() ? "on frames that chose nothing" : "with every choice of INT8 layers")
                            + ": " + report.gate().verdict() + "; give frames like those that it will see, or use FP16"
                            + " (saccade models halve)");
        }
        return ExitCode.OK;
    }

    private void check() throws CommandException {
        if (sample < Int8Options.FEWEST_FRAMES || sample > 2000) {
            throw new CommandException(ExitCode.USAGE, "--sample " + sample + ": give 8 to 2000");
        }
        if (read < sample || read > 1_000_000) {
            throw new CommandException(
                    ExitCode.USAGE, "--read " + read + ": give at least --sample (" + sample + "), at most 1000000");
        }
        if (rest == Precision.INT8) {
            throw new CommandException(ExitCode.USAGE, "--restore int8: use fp32 or fp16");
        }
        if (sensitivityFrames < 0 || sensitivityFrames > Int8Options.MOST_SENSITIVITY_FRAMES) {
            throw new CommandException(ExitCode.USAGE, "--sensitivity-frames " + sensitivityFrames + ": give 0 to 12");
        }
    }
}
