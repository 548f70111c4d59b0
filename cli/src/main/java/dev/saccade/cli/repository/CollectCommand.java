package dev.saccade.cli.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models gc}: deletes versions that no alias names. */
@Command(
        name = "gc",
        description = "Delete versions that no alias names, and what interrupted publications left behind.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models gc landing-pad --keep 5 --dry-run"})
public final class CollectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A model; all unless given.")
    private String name;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "The newest N stay in any case; ${DEFAULT-VALUE} unless given.")
    private int keep;

    @Option(names = "--dry-run", description = "Only tell what would be deleted.")
    private boolean dryRun;

    @Override
    public Integer call() throws Exception {
        if (keep < 0) {
            throw new ModelsException(ModelsException.Kind.USAGE, "--keep " + keep + ": give 0 or more");
        }
        ModelRepository repository = options.repository();
        for (String model : name == null ? repository.models() : List.of(name)) {
            for (int number : repository.collect(model, keep, Instant.now(), dryRun)) {
                spec.commandLine().getOut().println((dryRun ? "would delete " : "deleted ") + model + "@" + number);
            }
        }
        return 0;
    }
}
