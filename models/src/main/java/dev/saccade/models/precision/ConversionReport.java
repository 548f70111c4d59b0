package dev.saccade.models.precision;

import java.util.List;

/**
 * What a conversion to FP16 did.
 *
 * @param sourceSha256 of the file that was converted, hex
 * @param sha256 of the file that resulted, hex
 * @param nodes how many nodes the graph had
 * @param converted how many of them now compute in FP16
 * @param islands those that compute on floats and stayed FP32, in the graph's order, with the reason
 * @param castsAdded Cast nodes at the borders
 * @param castsRemoved Cast nodes of the file that are no longer needed
 * @param weights constants to which more than rounding happened
 */
public record ConversionReport(
        String sourceSha256,
        String sha256,
        int nodes,
        int converted,
        List<Island> islands,
        int castsAdded,
        int castsRemoved,
        List<WeightChange> weights) {
    /**
     * Copies the lists.
     *
     * @param sourceSha256 of the file that was converted, hex
     * @param sha256 of the file that resulted, hex
     * @param nodes how many nodes the graph had
     * @param converted how many of them now compute in FP16
     * @param islands those that stayed FP32
     * @param castsAdded Cast nodes at the borders
     * @param castsRemoved Cast nodes of the file that are no longer needed
     * @param weights constants to which more than rounding happened
     */
    public ConversionReport {
        islands = List.copyOf(islands);
        weights = List.copyOf(weights);
    }
}
