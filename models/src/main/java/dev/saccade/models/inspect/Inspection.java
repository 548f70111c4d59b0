package dev.saccade.models.inspect;

import java.util.List;

/**
 * What was found. What is not known is null.
 *
 * @param subject what was looked at, in words
 * @param view what the layers are those of, such as {@code the network as written}
 * @param network what the ONNX file holds; null for an engine alone
 * @param layers in the graph's order
 * @param timing null when nothing was run
 * @param memory null when nothing is known
 * @param notes what could not be told, and why
 */
public record Inspection(
        String subject,
        String view,
        NetworkSummary network,
        List<LayerRow> layers,
        Timing timing,
        Memory memory,
        List<String> notes) {
    /**
     * What a run takes.
     *
     * @param engine what ran, in words
     * @param source URI of the frames
     * @param runs that were measured, each on another frame
     * @param warmUp runs before them
     * @param layersNs sum of the layers' typical times
     * @param profiledNs typical time of a run while layers were recorded: the mean over the middle half of all runs
     * @param profiledP50Ns of a run while layers were recorded
     * @param plainNs typical time of a run of the ordinary engine, on the same frames in turn
     * @param plainP50Ns of a run of the ordinary engine
     */
    public record Timing(
            String engine,
            String source,
            int runs,
            int warmUp,
            double layersNs,
            double profiledNs,
            long profiledP50Ns,
            double plainNs,
            long plainP50Ns) {
        /** @return what recording costs: the typical time with it over that without, less 1 */
        public double cost() {
            return plainNs == 0 ? 0 : profiledNs / plainNs - 1;
        }
    }

    /**
     * Where memory goes.
     *
     * @param parameterBytes of constants
     * @param peakActivationBytes of tensors between layers, at the worst moment
     * @param method how that was found
     */
    public record Memory(Long parameterBytes, Long peakActivationBytes, String method) {}

    /** @return products of all layers where they are known; null when they are of none */
    public Long macs() {
        return layers.stream()
                .map(LayerRow::macs)
                .filter(v -> v != null)
                .reduce(Long::sum)
                .orElse(null);
    }
}
