package dev.saccade.cli;

import dev.saccade.models.ModelsException;
import dev.saccade.models.registry.Patience;
import dev.saccade.models.registry.RegistryAccess;
import dev.saccade.models.registry.RegistryLogin;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a registry is spoken to. */
final class RegistryOptions {
    @Option(names = "--plain-http", description = "Speak to the registry without TLS.")
    private boolean plainHttp;

    @Option(
            names = "--login",
            paramLabel = "FILE",
            description =
                    "user:password for the registry, in a file of mode 0600; docker's and podman's login unless given.")
    private Path login;

    RegistryAccess access() throws ModelsException {
        return new RegistryAccess(plainHttp, login == null ? null : RegistryLogin.read(login), Patience.USUAL);
    }
}
