package dev.saccade.cli.repository;

import dev.saccade.models.repository.KeyRing;
import dev.saccade.models.repository.Signer;
import dev.saccade.trust.KeyFiles;
import dev.saccade.trust.KeyId;
import dev.saccade.trust.TrustedKey;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade keys}: whom this machine believes. */
@Command(
        name = "keys",
        description = "Make keys that sign models, and say whom this machine believes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  saccade keys new release --out ~/keys", "  saccade keys trust ~/keys/release.pub"})
public final class KeysCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: new, trust, revoke or list");
    }

    @Command(
            name = "new",
            description = "Make a pair of keys; with --developer, trust it here for developer mode.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade keys new bench --developer"})
    int make(
            @Parameters(paramLabel = "NAME", description = "Name of the key.") String name,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = ".",
                            description = "Where NAME.key and NAME.pub go; here unless given.")
                    Path out,
            @Option(names = "--developer", description = "Trust it on this machine, for developer mode only.")
                    boolean developer,
            @Mixin RepositoryOptions options)
            throws Exception {
        Path key = KeyRing.make(name, out);
        Path publicKey = Signer.publicFile(key);
        if (developer) {
            KeyRing.trust(publicKey, options.trustDirectory(), true);
        }
        spec.commandLine()
                .getOut()
                .println("key " + KeyId.of(KeyFiles.readPublic(publicKey)) + ": " + key + " (keep it secret) and "
                        + publicKey);
        return 0;
    }

    @Command(
            name = "trust",
            description = "Believe what a key signed.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade keys trust release.pub --trust /etc/saccade/trust"})
    int trust(
            @Parameters(paramLabel = "FILE", description = "The public key, NAME.pub.") Path file,
            @Option(names = "--developer", description = "For developer mode only.") boolean developer,
            @Mixin RepositoryOptions options)
            throws Exception {
        String id = KeyRing.trust(file, options.trustDirectory(), developer);
        spec.commandLine().getOut().println("key " + id + " is trusted by " + options.trustDirectory());
        return 0;
    }

    @Command(
            name = "revoke",
            description = "Stop believing a key, for good: what it signed runs no more.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade keys revoke release --reason \"the laptop is lost\""})
    int revoke(
            @Parameters(paramLabel = "ID|NAME", description = "The key.") String key,
            @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.") String reason,
            @Mixin RepositoryOptions options)
            throws Exception {
        String id = KeyRing.revoke(key, reason, options.trustDirectory());
        spec.commandLine().getOut().println("key " + id + " is revoked");
        return 0;
    }

    @Command(
            name = "list",
            description = "Show the keys of the trust store.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade keys list"})
    int list(@Mixin RepositoryOptions options) throws Exception {
        for (TrustedKey key : options.trust().keys()) {
            String state =
                    key.revoked() != null ? "revoked: " + key.revoked() : key.developer() ? "developer" : "release";
            spec.commandLine()
                    .getOut()
                    .println(String.format(Locale.ROOT, "%s  %-24s %s", key.id(), key.name(), state));
        }
        return 0;
    }
}
