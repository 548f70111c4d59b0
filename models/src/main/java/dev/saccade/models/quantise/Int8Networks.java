package dev.saccade.models.quantise;

import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantLayer;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.models.precision.ValueRange;
import java.util.Map;
import java.util.Set;

/**
 * One network with its ranges, written with any choice of layers.
 *
 * @param network made ready
 * @param ranges by tensor
 * @param kept layers that are FP32 by request, also where the rest is FP16
 * @param rest what is not INT8
 */
record Int8Networks(QuantNetwork network, Map<String, ValueRange> ranges, Set<QuantLayer> kept, Precision rest) {
    /** As it would be published. */
    byte[] of(Set<QuantLayer> quantised) throws ModelsException {
        return rest == Precision.FP16 ? network.writeHalved(quantised, ranges, kept) : network.write(quantised, ranges);
    }

    /** With one layer INT8 and all others FP32: what it costs is its own alone. */
    byte[] alone(QuantLayer layer) throws ModelsException {
        return network.write(Set.of(layer), ranges);
    }
}
