package dev.saccade.models.inspect;

import java.util.List;
import java.util.Map;

/**
 * What an ONNX file holds.
 *
 * @param fileBytes size of the file
 * @param irVersion version of the file format
 * @param producer what wrote it; may be empty
 * @param opsets versions of operator sets by domain
 * @param nodes of the outermost graph
 * @param operators how often each is called, inner graphs included, most first
 * @param foreign operators outside of ONNX's own sets, each with its first node
 * @param parameters elements of all constants
 * @param parameterBytes of all constants
 * @param parameterBytesByType by the type's usual word, most first
 * @param inputs name, type and sizes of each
 * @param outputs name, type and sizes of each
 * @param precision the coarsest type: {@code fp32}, {@code fp16} or {@code int8}
 * @param quantise QuantizeLinear nodes
 * @param dequantise DequantizeLinear nodes
 * @param islands runs of connected nodes that compute in 32 bits within a coarser network, most nodes first
 */
public record NetworkSummary(
        long fileBytes,
        long irVersion,
        String producer,
        Map<String, Long> opsets,
        int nodes,
        Map<String, Integer> operators,
        List<String> foreign,
        long parameters,
        long parameterBytes,
        Map<String, Long> parameterBytesByType,
        List<String> inputs,
        List<String> outputs,
        String precision,
        int quantise,
        int dequantise,
        List<Island> islands) {
    /**
     * Connected nodes that compute in 32 bits.
     *
     * @param nodes how many
     * @param first name of the first
     * @param operators their types, sorted, each once
     */
    public record Island(int nodes, String first, List<String> operators) {}
}
