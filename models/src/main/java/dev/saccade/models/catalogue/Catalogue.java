package dev.saccade.models.catalogue;

import dev.saccade.model.Spelling;
import dev.saccade.models.ModelsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The assets that can be pulled by name. Immutable.
 *
 * @param assets in the order of the file
 * @param defaultClip asset that {@code run} plays when no source is given
 * @param defaultModel asset that {@code run} loads when no model is given
 * @param zoo where the package descriptions lie: a resource directory, ending in a slash
 */
public record Catalogue(List<Asset> assets, String defaultClip, String defaultModel, String zoo) {
    /**
     * Looks an asset up.
     *
     * @param name its name or an alias
     * @return the asset, when there is one
     */
    public Optional<Asset> find(String name) {
        return assets.stream()
                .filter(a -> a.name().equals(name) || a.aliases().contains(name))
                .findFirst();
    }

    /**
     * Looks an asset up that must exist.
     *
     * @param name its name or an alias
     * @return the asset
     * @throws ModelsException of kind USAGE, naming the closest asset
     */
    public Asset get(String name) throws ModelsException {
        Optional<Asset> found = find(name);
        if (found.isEmpty()) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    "'" + name + "' is not in the catalogue" + hint(name) + "; 'saccade models list' shows all names");
        }
        return found.get();
    }

    /**
     * Looks for a clip or picture file.
     *
     * @param file file name, or the name of an asset of one file
     * @return the asset that has it; empty for files that only serve to make a package
     */
    public Optional<Asset> holderOf(String file) {
        return assets.stream()
                .filter(a -> a.recipe().isEmpty() && a.file(file).isPresent())
                .findFirst();
    }

    /**
     * The closest name, for a message.
     *
     * @param name what was asked for
     * @return {@code " (did you mean 'x'?)"}, or an empty string when nothing is near
     */
    public String hint(String name) {
        List<String> names = new ArrayList<>();
        for (Asset asset : assets) {
            names.add(asset.name());
            names.addAll(asset.aliases());
        }
        return Spelling.nearest(name, names)
                .map(n -> " (did you mean '" + n + "'?)")
                .orElse("");
    }
}
