package dev.saccade.models.inspect;

import java.util.List;

/**
 * One layer. What is not known is null.
 *
 * @param index place in the graph's order, from 0
 * @param name as in the file: to be escaped wherever it is shown
 * @param operator its type, with the domain where that is not ONNX's own
 * @param precision element type of the first output, the usual word
 * @param provider what computes it
 * @param from nodes of the network that it does the work of, other than itself
 * @param outputs type and size of each
 * @param format memory layout of the first output
 * @param tactic name of the kernel
 * @param outputBytes of all outputs
 * @param parameterBytes of the constants that it reads; one that several layers read counts for each
 * @param macs products that it sums up
 * @param calls over all runs that were measured
 * @param p50Ns of a run's calls together, ns
 * @param typicalNs of a run's calls together, ns: the mean over the middle half of all runs, so that a run which something
 *     interrupted does not count
 * @param share of the typical time of all layers, 0..1
 */
public record LayerRow(
        int index,
        String name,
        String operator,
        String precision,
        String provider,
        List<String> from,
        List<TensorShape> outputs,
        String format,
        String tactic,
        Long outputBytes,
        Long parameterBytes,
        Long macs,
        Long calls,
        Long p50Ns,
        Double typicalNs,
        Double share) {}
