package dev.saccade.models;

import dev.saccade.models.catalogue.Asset;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An asset and whether this machine has it.
 *
 * @param asset of the catalogue
 * @param cached its directory, when it is in the cache
 */
public record AssetStatus(Asset asset, Optional<Path> cached) {}
