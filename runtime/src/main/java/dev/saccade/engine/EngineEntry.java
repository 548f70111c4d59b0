package dev.saccade.engine;

import java.nio.file.Path;

/**
 * What lies in one directory of a store.
 *
 * @param directory of the engine
 * @param manifest what it says about itself, or null when it cannot be read
 * @param problem why it cannot be read, one line; null when it can
 */
public record EngineEntry(Path directory, EngineManifest manifest, String problem) {}
