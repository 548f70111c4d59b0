package dev.saccade.models.proposal;

import java.util.Map;

/**
 * One way to read what the file leaves open.
 *
 * @param words short, for a caption: {@code RGB 0..1}
 * @param keys of model.yaml with their values, to be laid over the proposal
 */
public record Alternative(String words, Map<String, String> keys) {}
