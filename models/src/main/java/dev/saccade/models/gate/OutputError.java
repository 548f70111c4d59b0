package dev.saccade.models.gate;

/**
 * The worst numbers of one output over all frames.
 *
 * @param output name in the graph
 * @param isJudged whether limits apply: not to whole numbers, whose differences have no size
 * @param error largest differences, smallest cosine
 */
public record OutputError(String output, boolean isJudged, TensorError error) {}
