package dev.saccade.models.quantise;

import dev.saccade.models.gate.SpotCheck;

/**
 * One layer of a quantised network.
 *
 * @param node its name
 * @param operator ONNX type
 * @param weights how many it has
 * @param macs multiply-accumulates a frame
 * @param isInt8 whether it is quantised
 * @param reason why it is not; empty when it is
 * @param alone what the network's outputs lose when this layer alone is quantised; null when it was not measured
 */
public record Int8Layer(
        String node,
        String operator,
        long weights,
        long macs,
        boolean isInt8,
        String reason,
        SpotCheck.Distance alone) {}
