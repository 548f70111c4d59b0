package dev.saccade.cli.repository;

import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionTrust;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models check}: what a vehicle checks before a version may serve. */
@Command(
        name = "check",
        description = "Check a version as a vehicle does: signature, age, every byte.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models check landing-pad@candidate"})
public final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME@N", description = "The version.")
    private String reference;

    @Override
    public Integer call() throws Exception {
        StoredVersion version = options.repository().resolve(Reference.of(reference));
        VersionTrust trust = VersionCheck.check(version.directory(), options.trust());
        spec.commandLine().getOut().println(version + ": whole, " + trust.text());
        return 0;
    }
}
