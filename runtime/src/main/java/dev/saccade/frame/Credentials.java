package dev.saccade.frame;

import java.util.regex.Pattern;

/** Keeps names and passwords that a source's URI carries out of messages, reports and logs. */
public final class Credentials {
    // Greedy up to the last at-sign before the query: a password may hold slashes and at-signs of its own.
    private static final Pattern USER_INFO = Pattern.compile("//[^?]+@");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:user(?:name)?|usr|login|pass(?:word|wd|wort)?|psw|pwd|token|auth|key|secret)=)[^&/?#]+");

    private Credentials() {}

    /**
     * Replaces what may be secret by three asterisks: everything before the at-sign of the authority, and the values of
     * options such as {@code user}, {@code password} and {@code token}.
     *
     * @param uri any text with a URI in it
     * @return the text without them
     */
    public static String hide(String uri) {
        return SECRET.matcher(USER_INFO.matcher(uri).replaceAll("//***@")).replaceAll("$1***");
    }
}
