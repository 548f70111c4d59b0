package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import land.oras.auth.AuthProvider;
import land.oras.auth.AuthStoreAuthenticationProvider;
import land.oras.auth.NoAuthProvider;
import land.oras.auth.UsernamePasswordProvider;

/** Which login a registry is shown. */
final class Credentials {
    private Credentials() {}

    static AuthProvider of(OciAddress address, RegistryAccess access) throws ModelsException {
        boolean inClear = access.plainHttp() && !address.isLoopback();
        RegistryLogin login = access.login();
        if (login != null) {
            if (inClear) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        address + ": --login with --plain-http would send the password in clear; leave one out");
            }
            return new UsernamePasswordProvider(login.user(), login.password());
        }
        if (inClear) {
            return new NoAuthProvider();
        }
        try {
            return new AuthStoreAuthenticationProvider();
        } catch (RuntimeException e) {
            // A file without "auths", or a password with a colon in it: the SDK reads neither.
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    "the login of docker or podman on this machine (~/.docker/config.json) cannot be read; give one"
                            + " with --login FILE, or name a readable one in REGISTRY_AUTH_FILE",
                    e);
        }
    }
}
