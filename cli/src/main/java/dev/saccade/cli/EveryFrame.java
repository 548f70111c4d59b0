package dev.saccade.cli;

import java.util.Locale;
import java.util.Set;

/** Recorded frames one after the other, none left out. */
final class EveryFrame {
    private static final Set<String> PLAYED = Set.of("file", "dir", "synthetic");

    private EveryFrame() {}

    /** The URI at full pace, unless it names one, or a camera sets it. */
    static String of(String uri) {
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!PLAYED.contains(scheme) || uri.contains("pace=")) {
            return uri;
        }
        return uri + (uri.indexOf('?') < 0 ? "?" : "&") + "pace=max";
    }
}
