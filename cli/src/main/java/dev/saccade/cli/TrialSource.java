package dev.saccade.cli;

import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import java.nio.file.Files;

/** Where a trial's frames come from: what was given, else the catalogue's clip where it is here, else synthetic ones. */
final class TrialSource {
    private TrialSource() {}

    /** A source of which every frame is given out. */
    static String uri(String given, Assets assets) throws ModelsException, CommandException {
        return EveryFrame.of(chosen(given, assets));
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
}
