package dev.saccade.models.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All layers of one type.
 *
 * @param operator the type
 * @param layers how many
 * @param typicalNs sum over the layers; null when nothing was run
 * @param share of the time of all layers, 0..1; null when nothing was run
 * @param macs where they are known
 * @param outputBytes where they are known
 */
public record OperatorRow(String operator, int layers, Double typicalNs, Double share, long macs, long outputBytes) {
    /**
     * Groups layers.
     *
     * @param rows any layers
     * @return the longest time first, then the most layers
     */
    public static List<OperatorRow> of(List<LayerRow> rows) {
        Map<String, OperatorRow> all = new LinkedHashMap<>();
        for (LayerRow row : rows) {
            OperatorRow one = new OperatorRow(
                    row.operator(), 1, row.typicalNs(), row.share(), zero(row.macs()), zero(row.outputBytes()));
            all.merge(row.operator(), one, OperatorRow::plus);
        }
        List<OperatorRow> sorted = new ArrayList<>(all.values());
        sorted.sort(Comparator.comparingDouble((OperatorRow row) -> row.typicalNs == null ? 0 : row.typicalNs)
                .thenComparingInt(OperatorRow::layers)
                .reversed()
                .thenComparing(OperatorRow::operator));
        return sorted;
    }

    private OperatorRow plus(OperatorRow other) {
        return new OperatorRow(
                operator,
                layers + other.layers,
                sum(typicalNs, other.typicalNs),
                sum(share, other.share),
                macs + other.macs,
                outputBytes + other.outputBytes);
    }

    private static Double sum(Double a, Double b) {
        return a == null ? b : b == null ? a : Double.valueOf(a + b);
    }

    private static long zero(Long value) {
        return value == null ? 0 : value;
    }
}
