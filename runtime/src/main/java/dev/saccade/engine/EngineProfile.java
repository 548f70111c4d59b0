package dev.saccade.engine;

import java.util.List;

/**
 * What runs of an engine took.
 *
 * @param runs that count
 * @param totalNs of these runs together, ns
 * @param p50Ns of a run, ns
 * @param layers in the order in which they first ran
 */
public record EngineProfile(int runs, long totalNs, long p50Ns, List<Layer> layers) {
    /**
     * Copies the layers.
     *
     * @param runs that count
     * @param totalNs of these runs together, ns
     * @param p50Ns of a run, ns
     * @param layers in the order in which they first ran
     */
    public EngineProfile {
        layers = List.copyOf(layers);
    }

    /**
     * What one layer took. A layer that runs other layers has only what is left without them.
     *
     * @param name of the node
     * @param operator its type
     * @param provider what computes it, such as {@code CPUExecutionProvider}
     * @param calls over the runs that count
     * @param totalNs of these calls, ns
     * @param p50Ns of a run's calls together, ns; 0 for a run without one
     * @param typicalNs likewise, the mean over the middle half of all runs: finer than the median where a call takes less
     *     than the clock tells, and as deaf to interruptions
     * @param inputs of the latest call
     * @param outputs of the latest call
     */
    public record Layer(
            String name,
            String operator,
            String provider,
            long calls,
            long totalNs,
            long p50Ns,
            double typicalNs,
            List<Shape> inputs,
            List<Shape> outputs) {
        /**
         * Copies the lists.
         *
         * @param name of the node
         * @param operator its type
         * @param provider what computes it
         * @param calls over the runs that count
         * @param totalNs of these calls, ns
         * @param p50Ns of a run's calls together, ns
         * @param typicalNs likewise, the mean over the middle half of all runs
         * @param inputs of the latest call
         * @param outputs of the latest call
         */
        public Layer {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * A tensor as it was.
     *
     * @param type element type in the library's word, such as {@code float}
     * @param dims sizes, outermost first
     */
    public record Shape(String type, List<Long> dims) {
        /**
         * Copies the sizes.
         *
         * @param type element type in the library's word
         * @param dims sizes, outermost first
         */
        public Shape {
            dims = List.copyOf(dims);
        }
    }
}
