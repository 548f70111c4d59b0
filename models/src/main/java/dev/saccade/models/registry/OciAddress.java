package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a version lies in a registry: {@code oci://HOST[:PORT]/REPOSITORY[:TAG|@sha256:DIGEST]}. Immutable.
 *
 * @param host with the port, if it is not the usual one
 * @param repository path below the host
 * @param tag or empty
 * @param digest {@code sha256:} and 64 hex digits, or empty
 */
public record OciAddress(String host, String repository, String tag, String digest) {
    /** How an address begins. */
    public static final String SCHEME = "oci://";

    private static final String PART = "[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*";
    // Names as the OCI Distribution Specification 1.1 has them; the host needs a dot or a port to be told from a name.
    private static final Pattern FORM = Pattern.compile("(localhost|[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)*)(:[0-9]{1,5})?/("
            + PART + "(?:/" + PART + ")*)(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127})|@(sha256:[0-9a-f]{64}))?");
    private static final int LONGEST = 600;

    /**
     * Reads an address.
     *
     * @param text of the user
     * @return the address
     * @throws ModelsException of kind USAGE when it is none
     */
    public static OciAddress of(String text) throws ModelsException {
        Matcher form = FORM.matcher(text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : "");
        if (text.length() > LONGEST || !form.matches() || isBare(form)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    "'" + text + "' is no address; write oci://HOST[:PORT]/REPOSITORY:TAG or ...@sha256:DIGEST,"
                            + " the repository in lower case, the host with a dot or a port");
        }
        String port = form.group(2) == null ? "" : form.group(2);
        String tag = form.group(4) == null ? "" : form.group(4);
        return new OciAddress(form.group(1) + port, form.group(3), tag, form.group(5) == null ? "" : form.group(5));
    }

    private static boolean isBare(Matcher form) {
        return form.group(2) == null && !form.group(1).contains(".");
    }

    /**
     * Whether a text is meant as an address.
     *
     * @param text of the user
     * @return whether it begins like one
     */
    public static boolean isOne(String text) {
        return text.startsWith(SCHEME);
    }

    OciAddress withTag(String other) {
        return new OciAddress(host, repository, other, "");
    }

    OciAddress withDigest(String other) {
        return new OciAddress(host, repository, "", other);
    }

    /** Whether what is sent there stays on this machine. */
    boolean isLoopback() {
        return host.matches("(localhost|127\\.[0-9.]+)(:[0-9]+)?");
    }

    @Override
    public String toString() {
        String which = digest.isEmpty() ? tag.isEmpty() ? "" : ":" + tag : "@" + digest;
        return SCHEME + host + "/" + repository + which;
    }
}
