package dev.saccade.cli;

import dev.saccade.engine.Backend;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code saccade verify}. */
final class VerifyOptions {
    @Option(
            names = "--engine-of",
            paramLabel = "PACKAGE2",
            description =
                    "The package whose engine is judged, such as one that 'saccade models halve' made; the same package"
                            + " unless given.")
    String candidate;

    @Option(
            names = "--backend",
            paramLabel = "auto|tensorrt|cpu",
            description = "What runs the engine that is judged; auto unless given: the GPU where there is one.",
            converter = BackendConverter.class)
    Backend backend = Backend.AUTO;

    @Option(
            names = "--device",
            paramLabel = "cuda:N",
            description = "The GPU of that engine; what the package asks for unless given.",
            converter = DeviceConverter.class)
    Integer device;

    @Option(
            names = "--source",
            paramLabel = "URI",
            description =
                    "Where frames come from; the catalogue's clip where it is in the cache, otherwise synthetic ones.")
    String source;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Most frames that are compared, 2 to 10000; 50 unless given.")
    int frames = 50;

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            description = "Due to result; more than the gate's share of runs beyond it fails. Not judged unless given.")
    Double deadlineMs;

    @Option(
            names = "--cadence",
            paramLabel = "HZ",
            description = "Runs a second when latency is measured; 30 unless given.")
    double cadenceHz = 30;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = {
                "Where report.json, report.html, gate.yaml and the worst frames go.",
                "Without it nothing is written unless the gate fails; then to verify-NAME here."
            })
    Path out;

    @Mixin
    VersionOptions versions;

    @Option(names = "--json", description = "Print report.json instead of lines.")
    boolean json;

    void check() throws CommandException {
        if (frames < 2 || frames > 10_000) {
            throw new CommandException(ExitCode.USAGE, "--frames " + frames + ": give 2 to 10000");
        }
        if (!(cadenceHz > 0 && cadenceHz <= 10_000)) {
            throw new CommandException(
                    ExitCode.USAGE, "--cadence " + cadenceHz + ": give a rate above 0, at most 10000");
        }
        if (deadlineMs != null && !(deadlineMs > 0 && deadlineMs <= 100_000)) {
            throw new CommandException(
                    ExitCode.USAGE, "--deadline " + deadlineMs + ": give milliseconds above 0, at most 100000");
        }
    }

    long deadlineNs() {
        return deadlineMs == null ? Long.MAX_VALUE : Math.round(deadlineMs * 1e6);
    }
}
