package dev.saccade.models.precision;

/**
 * A node that stayed FP32.
 *
 * @param node its name, or its first output where it has none
 * @param operator its type
 * @param reason why, a few words
 */
public record Island(String node, String operator, String reason) {}
