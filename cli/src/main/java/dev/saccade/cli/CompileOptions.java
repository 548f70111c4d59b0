package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.model.SharedCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of {@code saccade compile}. */
final class CompileOptions {
    /** What {@code --list} has no use for. */
    static final List<String> OF_BUILDS = List.of("--dla", "--workspace", "--level", "--precision", "--keep-fp32");

    private static final int HIGHEST_LEVEL = 5;
    private static final long MIB = 1 << 20;

    @Option(
            names = "--device",
            paramLabel = "cuda:N",
            description = "The GPU to compile for; cuda:0 unless given.",
            converter = DeviceConverter.class)
    int device;

    @Option(
            names = "--backend",
            paramLabel = "tensorrt",
            description = "The library to compile for; tensorrt, the only one that compiles, unless given.",
            converter = BackendConverter.class)
    Backend backend = Backend.TENSORRT;

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
            paramLabel = "fp32|fp16",
            description = "fp16 compiles an FP16 package made of this one, written beside the store; fp32, as the model"
                    + " is, unless given.")
    String precision = "fp32";

    @Option(
            names = "--keep-fp32",
            paramLabel = "NODE",
            split = ",",
            description = "Nodes, or tensors that they make, that --precision fp16 leaves FP32.")
    Set<String> keepFp32 = Set.of();

    @Option(names = "--store", paramLabel = "DIR", description = "Where engines lie; the user's cache unless given.")
    Path store = SharedCache.directory("engines");

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    boolean isHalved() {
        return precision.equals("fp16");
    }

    void check() throws CommandException {
        require(backend == Backend.TENSORRT, "--backend " + backend + ": engines are compiled for tensorrt alone");
        require(dla == null || dla >= 0, "--dla " + dla + ": give a core from 0");
        require(
                workspaceMib == null || (workspaceMib > 0 && workspaceMib <= Long.MAX_VALUE / MIB),
                "--workspace " + workspaceMib + ": give MiB, at least 1");
        require(
                level == null || (level >= 0 && level <= HIGHEST_LEVEL),
                "--level " + level + ": give 0 to " + HIGHEST_LEVEL);
        require(
                precision.equals("fp32") || precision.equals("fp16"),
                "--precision " + precision + ": use fp32 or fp16");
        require(keepFp32.isEmpty() || isHalved(), "--keep-fp32 belongs to --precision fp16; give both");
    }

    /** A store is made where it is missing, so what is there already must be a directory. */
    void checkStore() throws CommandException {
        Path there = store.toAbsolutePath().normalize();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        require(
                there == null || Files.isDirectory(there),
                "--store " + store + ": " + there + " is a file; name a directory");
    }

    BuildOptions build() {
        return new BuildOptions(
                device,
                dla == null ? -1 : dla,
                workspaceMib == null ? 0 : workspaceMib * MIB,
                level == null ? -1 : level,
                store);
    }

    private static void require(boolean condition, String message) throws CommandException {
        if (!condition) {
            throw new CommandException(ExitCode.USAGE, message);
        }
    }
}
