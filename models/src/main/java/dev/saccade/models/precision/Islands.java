package dev.saccade.models.precision;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stays FP32 by request, in addition to what a conversion leaves by itself ({@link DefaultIslands}).
 *
 * @param nodes names of nodes, or of tensors: then of the nodes that make them
 * @param operators operator types of ONNX's default domain, such as {@code Softmax}
 */
public record Islands(Set<String> nodes, Set<String> operators) {
    /**
     * Copies the sets.
     *
     * @param nodes names of nodes or of tensors
     * @param operators operator types
     */
    public Islands {
        nodes = Set.copyOf(nodes);
        operators = Set.copyOf(operators);
    }

    /** @return no islands by request */
    public static Islands none() {
        return new Islands(Set.of(), Set.of());
    }

    /**
     * Islands by node.
     *
     * @param names of nodes or tensors
     * @return these
     */
    public static Islands ofNodes(String... names) {
        return new Islands(Set.of(names), Set.of());
    }

    /**
     * Islands by operator.
     *
     * @param types operator types
     * @return these
     */
    public static Islands ofOperators(String... types) {
        return new Islands(Set.of(), Set.of(types));
    }

    /**
     * More islands; an accuracy gate adds the next node that loses too much.
     *
     * @param names of nodes or tensors
     * @return these and those
     */
    public Islands andNodes(Collection<String> names) {
        return new Islands(Stream.concat(nodes.stream(), names.stream()).collect(Collectors.toSet()), operators);
    }

    /** @return sorted and comma-separated, for records; {@code none} when there are none */
    @Override
    public String toString() {
        Set<String> all = new TreeSet<>(nodes);
        all.addAll(operators);
        return all.isEmpty() ? "none" : String.join(", ", all);
    }
}
