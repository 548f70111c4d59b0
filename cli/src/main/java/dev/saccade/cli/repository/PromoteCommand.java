package dev.saccade.cli.repository;

import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Promotions;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionTrust;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models promote}: gives an alias to a version, after the check that a vehicle makes. */
@Command(
        name = "promote",
        description = "Let a version serve, or make it the candidate; its signature and every byte are checked first.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models promote landing-pad@3 --reason \"IoU 0.93 on the night set\""})
public final class PromoteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME@N", description = "The version; NAME@candidate makes the candidate serve.")
    private String reference;

    @Option(
            names = "--alias",
            paramLabel = "ALIAS",
            defaultValue = ModelRepository.PRODUCTION,
            description = "The alias that it gets; ${DEFAULT-VALUE} unless given.")
    private String alias;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
    private String reason;

    @Option(
            names = "--unproven",
            description = "Let it serve although no gate compared its engines; the history keeps that.")
    private boolean unproven;

    @Override
    public Integer call() throws Exception {
        Reference wanted = Reference.of(reference);
        StoredVersion found = options.repository().resolve(wanted);
        VersionTrust trust = VersionCheck.check(found.directory(), options.trust());
        Promotions promotions = options.promotions();
        StoredVersion version = unproven
                ? promotions.promoteUnproven(wanted, alias, options.who(), reason, Instant.now())
                : promotions.promote(wanted, alias, options.who(), reason, Instant.now());
        spec.commandLine().getOut().println(alias + " is " + version + ", " + trust.text());
        return 0;
    }
}
