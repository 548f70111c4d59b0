package dev.saccade.cli.repository;

import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionCheck;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models rollback}: the only way back to an older version. */
@Command(
        name = "rollback",
        description = "Put an older version back into production, and let this machine accept it.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models rollback landing-pad --reason \"misses the pad at dusk\""})
public final class RollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME", description = "The model.")
    private String name;

    @Option(
            names = "--to",
            paramLabel = "N",
            defaultValue = "0",
            description = "The version; what served before unless given.")
    private int to;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the history.")
    private String reason;

    @Override
    public Integer call() throws Exception {
        // Its age is what a rollback forgives; its bytes are not.
        if (to > 0) {
            VersionCheck.whole(options.repository()
                    .resolve(new Reference(name, Integer.toString(to)))
                    .directory());
        }
        StoredVersion version = options.promotions().rollback(name, to, options.who(), reason, Instant.now());
        spec.commandLine().getOut().println("production is " + version + " again");
        return 0;
    }
}
