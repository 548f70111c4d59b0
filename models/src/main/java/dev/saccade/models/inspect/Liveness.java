package dev.saccade.models.inspect;

import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import dev.saccade.models.precision.NetworkFile.Port;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The most memory that tensors between layers need at one time when layers run one after the other, and a tensor goes
 * after its last reader. Inputs and outputs of the graph count, weights and scratch do not; no layer works in place. So
 * a library that writes in place needs less, and one that keeps scratch or rounds sizes up needs more.
 */
final class Liveness {
    private Liveness() {}

    /**
     * The peak.
     *
     * @param bytes of a tensor by its name; null when not known
     * @return bytes; null when a tensor's size is not known
     */
    static Long peak(NetworkFile network, Function<String, Long> bytes) {
        Map<String, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < network.nodes().size(); i++) {
            for (String input : network.nodes().get(i).inputs()) {
                lastUse.put(input, i);
            }
        }
        for (Port output : network.outputs()) {
            lastUse.put(output.name(), Integer.MAX_VALUE);
        }
        Map<String, Long> alive = new HashMap<>();
        long now = 0;
        for (Port input : network.inputs()) {
            Long size = bytes.apply(input.name());
            if (size == null) {
                return null;
            }
            if (lastUse.containsKey(input.name()) && alive.put(input.name(), size) == null) {
                now += size;
            }
        }
        long peak = now;
        for (int i = 0; i < network.nodes().size(); i++) {
            Node node = network.nodes().get(i);
            for (String output : node.outputs()) {
                if (output.isEmpty() || network.weights().containsKey(output)) {
                    continue;
                }
                Long size = bytes.apply(output);
                if (size == null) {
                    return null;
                }
                if (alive.put(output, size) == null) {
                    now += size;
                }
            }
            peak = Math.max(peak, now);
            for (String output : node.outputs()) {
                if (!lastUse.containsKey(output)) {
                    now -= gone(alive, output);
                }
            }
            for (String input : node.inputs()) {
                if (lastUse.getOrDefault(input, -1) == i) {
                    now -= gone(alive, input);
                }
            }
        }
        return peak;
    }

    private static long gone(Map<String, Long> alive, String tensor) {
        Long size = alive.remove(tensor);
        return size == null ? 0 : size;
    }
}
