package dev.saccade.models.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.trust.VersionManifest;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a version is named: {@code NAME}, {@code NAME@7} or {@code NAME@candidate}.
 *
 * @param name of the model
 * @param selector a number or an alias; empty for production, or the newest where nothing was promoted
 */
public record Reference(String name, String selector) {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /**
     * Reads a reference.
     *
     * @param text of the user
     * @return the reference
     * @throws ModelsException of kind USAGE when it is none
     */
    public static Reference of(String text) throws ModelsException {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        String selector = at < 0 ? "" : text.substring(at + 1);
        boolean selects = NUMBER.matcher(selector).matches() || isAlias(selector);
        if (!VersionManifest.isName(name) || (at >= 0 && !selects)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    "'" + text + "' names no version; write NAME, NAME@7 or NAME@candidate");
        }
        return new Reference(name, selector);
    }

    /**
     * Whether a word can be an alias: a lower-case letter, then letters, digits and '-'.
     *
     * @param word any text
     * @return whether it can
     */
    public static boolean isAlias(String word) {
        return ALIAS.matcher(word).matches();
    }

    /** @return the number, when the selector is one */
    public OptionalInt number() {
        return NUMBER.matcher(selector).matches() ? OptionalInt.of(Integer.parseInt(selector)) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return selector.isEmpty() ? name : name + "@" + selector;
    }
}
