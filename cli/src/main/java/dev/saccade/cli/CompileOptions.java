package dev.saccade.cli;

import dev.saccade.cli.repository.RepositoryOptions;
import dev.saccade.engine.BuildOptions;
import dev.saccade.model.DeviceName;
import dev.saccade.model.SharedCache;
import dev.saccade.models.precision.QuantTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code saccade compile}. */
final class CompileOptions {
    /** What {@code --list} has no use for. */
    static final List<String> OF_BUILDS = List.of(
            "--dla",
            "--workspace",
            "--level",
            "--precision",
            "--keep-fp32",
            "--frames",
            "--target",
            "--sign",
            "--record",
            "--again",
            "--gate-source",
            "--gate-frames",
            "--out",
            "--no-publish");

    static final String CPU = "cpu";

    private static final int HIGHEST_LEVEL = 5;
    private static final long MIB = 1 << 20;

    @Mixin
    RepositoryOptions repository = new RepositoryOptions();

    @Option(
            names = "--device",
            paramLabel = "cuda:N|cpu",
            description =
                    "The GPU to compile for beside the CPU; cpu compiles for that alone. cuda:0, where there is one,"
                            + " unless given.")
    String device;

    @Option(
            names = "--dla",
            paramLabel = "N",
            description = "Run layers on this deep-learning accelerator where they can, the others on the GPU.")
    Integer dla;

    @Option(
            names = "--workspace",
            paramLabel = "MiB",
            description = "Scratch memory that a layer may use; all that there is unless given.")
    Long workspaceMib;

    @Option(
            names = "--level",
            paramLabel = "0..5",
            description = "How long the builder searches; the library's default unless given.")
    Integer level;

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16|int8",
            split = ",",
            description =
                    "fp32, as the model is, unless given; fp16 and int8 convert the model first, int8 with --frames."
                            + " Several, with commas, become a version each.")
    List<String> precisions = List.of("fp32");

    @Option(
            names = "--keep-fp32",
            paramLabel = "NODE",
            split = ",",
            description = "Nodes, or tensors that they make, that --precision fp16, or layers that int8, leaves FP32.")
    Set<String> keepFp32 = Set.of();

    @Option(
            names = "--frames",
            paramLabel = "DIR|URI",
            description =
                    "What the camera will see, for --precision int8: half calibrates, the rest chooses and judges.")
    String frames;

    @Option(
            names = "--target",
            paramLabel = "tensorrt|cpu",
            description = "What --precision int8 is written for: cpu with --device cpu, else tensorrt, unless given. A"
                    + " network for tensorrt runs on both, on the CPU slowly; one for cpu runs there alone.")
    QuantTarget target;

    @Option(names = "--sign", paramLabel = "KEY", description = "Sign with this private key, its .pub beside it.")
    Path key;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Put this record of 'saccade evaluate --out' into the version; for one model and precision.")
    Path record;

    @Option(names = "--again", description = "Compile also what a version holds already.")
    boolean again;

    @Option(
            names = "--gate-source",
            paramLabel = "URI",
            description = "Frames of the accuracy gate; the catalogue's clip where it is in the cache, otherwise"
                    + " synthetic ones.")
    String gateSource;

    @Option(
            names = "--gate-frames",
            paramLabel = "N",
            description = "Most frames of the gate, 2 to 10000; 50 unless given.")
    int gateFrames = 50;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Where the report of a gate that fails goes, as compile-NAME-PRECISION-DEVICE; here unless given.")
    Path out = Path.of("");

    @Option(
            names = "--no-publish",
            description = "Keep the engine in the user's store for a plain package: no gate, no record, no version.")
    boolean unpublished;

    @Option(names = "--store", paramLabel = "DIR", description = "As --no-publish, in this store.")
    Path store;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    /** Runs a second of the gate's latency check. */
    double gateHz = 30;

    /** Where engines lie that no version holds, timings of kernels, and, beside it, packages that were made. */
    Path cache() {
        return store == null ? SharedCache.directory("engines") : store;
    }

    boolean isPublished() {
        return store == null && !unpublished;
    }

    boolean isCpuAlone() {
        return CPU.equals(device);
    }

    /** The GPU's number. */
    int gpu() {
        return device == null || isCpuAlone() ? 0 : DeviceName.index(device);
    }

    /** A version may get a GPU's engine on another machine later, unless it is for the CPU alone. */
    QuantTarget int8Target() {
        return target != null ? target : isCpuAlone() ? QuantTarget.CPU : QuantTarget.TENSORRT;
    }

    List<PrecisionStep> steps() throws CommandException {
        List<PrecisionStep> steps = new ArrayList<>();
        for (String word : precisions) {
            PrecisionStep step = PrecisionStep.named(word, this);
            require(step != null, "--precision " + word + ": use fp32, fp16 or int8");
            require(
                    steps.stream().noneMatch(s -> s.word().equals(word)),
                    "--precision names " + word + " twice; name it once");
            steps.add(step);
        }
        return steps;
    }

    void check() throws CommandException {
        require(
                device == null || isCpuAlone() || DeviceName.index(device) >= 0,
                "--device: '" + device + "' is no device; write " + DeviceName.WORDS + " or cpu");
        require(dla == null || dla >= 0, "--dla " + dla + ": give a core from 0");
        require(
                workspaceMib == null || (workspaceMib > 0 && workspaceMib <= Long.MAX_VALUE / MIB),
                "--workspace " + workspaceMib + ": give MiB, at least 1");
        require(
                level == null || (level >= 0 && level <= HIGHEST_LEVEL),
                "--level " + level + ": give 0 to " + HIGHEST_LEVEL);
        List<PrecisionStep> steps = steps();
        boolean isInt8 = steps.stream().anyMatch(s -> s.word().equals("int8"));
        require(
                keepFp32.isEmpty()
                        || isInt8
                        || steps.stream().anyMatch(s -> s.word().equals("fp16")),
                "--keep-fp32 belongs to --precision fp16 or int8; give both");
        require(
                !isInt8 || frames != null,
                "--precision int8 needs --frames DIR|URI, which shows what the camera will see");
        require(
                isInt8 || (frames == null && target == null),
                "--frames and --target belong to --precision int8; give both, or leave them out");
        require(
                target != QuantTarget.CPU || isCpuAlone(),
                "--target cpu makes a network that TensorRT refuses; add --device cpu, or leave --target out");
        require(gateFrames >= 2 && gateFrames <= 10_000, "--gate-frames " + gateFrames + ": give 2 to 10000");
        require(
                isPublished() || (key == null && record == null),
                "--sign and --record belong to a version; leave --no-publish and --store out");
        require(
                record == null || Files.isRegularFile(record.resolve("record.yaml")),
                "--record " + record + ": holds no record.yaml; 'saccade evaluate --out DIR' makes one");
    }

    /** A store is made where it is missing, so what is there already must be a directory. */
    void checkStore() throws CommandException {
        Path there = cache().toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        require(
                there == null || Files.isDirectory(there),
                "--store " + cache() + ": " + there + " is a file; name a directory");
    }

    /** For engines in a store, with kernels' timings in the cache. */
    BuildOptions build(Path engines) {
        return new BuildOptions(
                gpu(),
                dla == null ? -1 : dla,
                workspaceMib == null ? 0 : workspaceMib * MIB,
                level == null ? -1 : level,
                engines,
                cache());
    }

    static void require(boolean condition, String message) throws CommandException {
        if (!condition) {
            throw new CommandException(ExitCode.USAGE, message);
        }
    }
}
