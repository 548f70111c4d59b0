package dev.saccade.cli;

import dev.saccade.cli.repository.RepositoryOptions;
import dev.saccade.models.registry.OciAddress;
import dev.saccade.models.registry.VersionPush;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models push}: a version goes to a registry. */
@Command(
        name = "push",
        description = "Send a version to an OCI registry, from where a fleet pulls it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  saccade models push landing-pad@7 oci://registry.example/fleet/landing-pad --login registry.login"
        })
final class PushCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private RegistryOptions registry;

    @Parameters(index = "0", paramLabel = "NAME@N", description = "The version.")
    private String reference;

    @Parameters(
            index = "1",
            paramLabel = "oci://HOST/REPO[:TAG]",
            description = "Where to; the version's number is the tag unless one is given.")
    private String address;

    @Override
    public Integer call() throws Exception {
        OciAddress to = OciAddress.of(address);
        StoredVersion version = repository.repository().resolve(Reference.of(reference));
        Terminal terminal = new Terminal();
        try {
            OciAddress there = new VersionPush(registry.access(), new PullMeter(terminal)).push(version, to);
            terminal.clearStatus();
            spec.commandLine().getOut().println(version + "  " + there);
        } finally {
            terminal.clearStatus();
        }
        return ExitCode.OK;
    }
}
