package dev.saccade.cli;

import dev.saccade.engine.Backend;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code saccade inspect}. */
final class InspectOptions {
    @Option(
            names = "--backend",
            paramLabel = "cpu|tensorrt",
            description = "Whose layers; cpu unless given. tensorrt reads the newest engine that was compiled.",
            converter = BackendConverter.class)
    Backend backend = Backend.CPU;

    @Option(names = "--no-run", description = "Tell what the file tells, and measure nothing.")
    boolean isNoRun;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Frames that are measured, 1 to 10000; 50 unless given.")
    int frames = 50;

    @Option(
            names = "--source",
            paramLabel = "URI",
            description =
                    "Where frames come from; the catalogue's clip where it is in the cache, otherwise synthetic ones.")
    String source;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write a page that needs nothing else.")
    Path html;

    @Option(names = "--json", description = "Print JSON instead of lines.")
    boolean json;

    @Option(names = "--top", paramLabel = "N", description = "Layers that are listed, 1 or more; 20 unless given.")
    int top = 20;

    @Mixin
    VersionOptions versions;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description = "Where compiled engines lie; engines in the user's cache unless given.")
    Path store;

    void check() throws CommandException {
        if (frames < 1 || frames > 10_000) {
            throw new CommandException(ExitCode.USAGE, "--frames " + frames + ": give 1 to 10000");
        }
        if (top < 1) {
            throw new CommandException(ExitCode.USAGE, "--top " + top + ": give 1 or more");
        }
        if (backend == Backend.AUTO) {
            throw new CommandException(ExitCode.USAGE, "--backend auto: give cpu or tensorrt");
        }
        if (html != null) {
            OutputFile.require("--html", html);
        }
    }
}
