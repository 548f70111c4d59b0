package dev.saccade.models.gate;

import dev.saccade.model.GateLimit;

/**
 * One number of a comparison.
 *
 * @param limit what it is held against
 * @param value the number
 * @param where output, class or frame that it comes from; may be empty
 */
public record Measure(GateLimit limit, double value, String where) {}
