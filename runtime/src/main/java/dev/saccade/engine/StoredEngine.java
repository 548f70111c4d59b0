package dev.saccade.engine;

import java.nio.file.Path;

/**
 * A compiled engine that was found and belongs to the model and to this machine.
 *
 * @param plan the serialised engine
 * @param manifest what it was made of, for what, when and how
 */
public record StoredEngine(Path plan, EngineManifest manifest) {}
