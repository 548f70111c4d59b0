package dev.saccade.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code saccade run}: a camera, a model and a control loop, until the source ends. */
@Command(
        name = "run",
        description = "Read frames, see, and send commands in bounded time.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  saccade run                                  the pedestrian clip through the COCO detector",
            "  saccade run --source dir:photos?pace=max --model mobilenet-imagenet --perceptions classes.jsonl",
            "  saccade run --source synthetic: --model path/to/package   needs no network",
            "",
            "Ctrl-C ends the run in order: the safe command goes out last, files are completed."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws Exception {
        return new RunSession(options, RunStart.ofThisProcess()).run();
    }
}
