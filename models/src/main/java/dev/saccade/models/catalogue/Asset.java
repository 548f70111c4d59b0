package dev.saccade.models.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * Something that can be pulled by name.
 *
 * @param name unique in the catalogue
 * @param aliases other names that it answers to
 * @param kind what it is
 * @param about one line
 * @param licence under which it is had
 * @param project address of the project that made it
 * @param files what a source must deliver
 * @param sources in the order in which they are tried
 * @param recipe how a model package is made of the files; empty for clips and pictures
 */
public record Asset(
        String name,
        List<String> aliases,
        Kind kind,
        String about,
        String licence,
        String project,
        List<AssetFile> files,
        List<AssetSource> sources,
        Optional<PackageRecipe> recipe) {
    /** What an asset is. */
    public enum Kind {
        /** A video file. */
        CLIP,
        /** Still pictures. */
        PICTURES,
        /** A model package. */
        MODEL
    }

    /**
     * A file of this asset.
     *
     * @param file name
     * @return the file, when the asset has it
     */
    public Optional<AssetFile> file(String file) {
        return files.stream().filter(f -> f.name().equals(file)).findFirst();
    }
}
