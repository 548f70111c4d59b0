package dev.saccade.cli;

import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;

/** Where a trial's frames come from: what was given, else the catalogue's clip where it is here, else synthetic ones. */
final class TrialSource {
    private static final Set<String> PLAYED = Set.of("file", "dir", "synthetic");

    private TrialSource() {}

    /** A source of which every frame is given out. */
    static String uri(String given, Assets assets) throws ModelsException, CommandException {
        return everyFrame(chosen(given, assets));
    }

    private static String chosen(String given, Assets assets) throws ModelsException, CommandException {
        if (given != null) {
            return assets.source(given);
        }
        ModelStore store = ModelStore.open();
        String clip = store.catalogue().defaultClip();
        boolean isCached = store.list().stream()
                .anyMatch(s ->
                        s.cached().isPresent() && Files.exists(s.cached().get().resolve(clip)));
        return isCached ? assets.source(null) : "synthetic:";
    }

    /** Recorded frames come one after the other, none left out. */
    private static String everyFrame(String uri) {
        String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!PLAYED.contains(scheme) || uri.contains("pace=")) {
            return uri;
        }
        return uri + (uri.indexOf('?') < 0 ? "?" : "&") + "pace=max";
    }
}
