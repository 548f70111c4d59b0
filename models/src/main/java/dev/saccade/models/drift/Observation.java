package dev.saccade.models.drift;

import dev.saccade.model.ModelPackage;

/**
 * What a model was shown and what it said, without labels.
 *
 * @param model the package
 * @param backend what ran, in words
 * @param source URI of the frames
 * @param sha256 over that of each picture after those before it, hex
 * @param statistics of all frames
 * @param spread of windows of them
 */
public record Observation(
        ModelPackage model, String backend, String source, String sha256, FrameStatistics statistics, Spread spread) {}
