package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import javax.net.ssl.SSLException;
import land.oras.exception.OrasException;

/** Tells what may go better the next time, an {@link IOException}, from what will not, and says it in one line. */
final class Faults {
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final OciAddress address;
    private final RegistryAccess access;

    Faults(OciAddress address, RegistryAccess access) {
        this.address = address;
        this.access = access;
    }

    /** Accepts an answer, or says why not. */
    void require(int status, String what) throws IOException, ModelsException {
        if (status == UNAUTHORISED || status == FORBIDDEN) {
            throw login(status, null);
        }
        if (status == NOT_FOUND) {
            throw ModelsException.badInput(address + ": the registry has no " + what + "; check repository and tag");
        }
        if (status == TIMEOUT || status == TOO_MANY || status >= SERVER) {
            throw new IOException(address.host() + " answered with status " + status);
        }
        if (status < 200 || status > 299) {
            throw ModelsException.badInput(address + ": the registry answered with status " + status + " for " + what
                    + "; check the address and --plain-http");
        }
    }

    /** What a failed request comes to: returned when it is worth another try, thrown when not. */
    IOException of(Throwable failure) throws ModelsException {
        if (failure instanceof ModelsException own) {
            throw own;
        }
        if (failure instanceof OrasException oras
                && (oras.getStatusCode() == UNAUTHORISED || oras.getStatusCode() == FORBIDDEN)) {
            throw login(oras.getStatusCode(), oras);
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof InterruptedException) {
            throw new ModelsException(ModelsException.Kind.STORAGE, address + ": interrupted; try again", failure);
        }
        if (root instanceof FileSystemException file) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    file.getFile() + ": " + file.getMessage() + "; check the disk and permissions",
                    failure);
        }
        if (root instanceof UnresolvedAddressException) {
            throw unreachable("the host name is unknown; check it, and the network", failure);
        }
        if (failure(SSLException.class, failure)) {
            throw unreachable(
                    "no TLS connection: " + root.getMessage() + "; --plain-http is for a registry without TLS",
                    failure);
        }
        if (failure(HttpConnectTimeoutException.class, failure)) {
            return new IOException(
                    "no connection within " + access.patience().connect().toSeconds() + " s", failure);
        }
        if (root instanceof ClosedChannelException || failure(ConnectException.class, failure)) {
            return new IOException("no connection to " + address.host() + ", nobody listens there", failure);
        }
        if (failure(IOException.class, failure)) {
            return new IOException("the connection broke: " + text(root), failure);
        }
        throw new ModelsException(
                ModelsException.Kind.BAD_INPUT,
                address + ": the registry's answer makes no sense: " + text(root) + "; check the address",
                failure);
    }

    private static String text(Throwable root) {
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static boolean failure(Class<? extends Throwable> kind, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (kind.isInstance(t)) {
                return true;
            }
        }
        return false;
    }

    private ModelsException unreachable(String reason, Throwable cause) {
        return new ModelsException(ModelsException.Kind.NO_SOURCE, address + ": " + reason, cause);
    }

    private ModelsException login(int status, Throwable cause) {
        String who = access.login() == null ? "" : " and refuses the " + access.login();
        return new ModelsException(
                ModelsException.Kind.BAD_INPUT,
                address + ": the registry asks for a login" + who + " (status " + status
                        + "); write user:password into a file of mode 0600 and give it with --login FILE",
                cause);
    }
}
