package dev.saccade.models.inspect;

import dev.saccade.engine.EngineProfile;
import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import dev.saccade.models.precision.NetworkFile.Port;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Types and sizes of a network's tensors by name, as far as they are declared or were seen. */
final class TensorFacts {
    private static final TensorShape UNKNOWN = new TensorShape("unknown", null, null);

    private final Map<String, TensorShape> tensors = new HashMap<>();
    private final Map<String, Integer> kinds = new HashMap<>();

    /** What the file declares. */
    static TensorFacts declared(NetworkFile file) {
        TensorFacts facts = new TensorFacts();
        file.declared().values().forEach(facts::put);
        file.inputs().forEach(facts::put);
        file.outputs().forEach(facts::put);
        file.weights()
                .forEach(
                        (name, weight) -> facts.tensors.put(name, TensorShape.of(weight.elementType(), weight.dims())));
        return facts;
    }

    private void put(Port port) {
        put(port.name(), port.elementType(), port.sizes());
    }

    private void put(String name, int elementType, List<Long> dims) {
        kinds.put(name, elementType);
        tensors.put(name, TensorShape.of(elementType, dims));
    }

    /** Puts in what a run made of a node's outputs. */
    void see(Node node, List<EngineProfile.Shape> outputs) {
        int at = 0;
        for (String output : node.outputs()) {
            // An output left out has no tensor.
            if (!output.isEmpty() && at < outputs.size()) {
                EngineProfile.Shape shape = outputs.get(at++);
                put(output, ElementKind.ofRecorded(shape.type()), shape.dims());
            }
        }
    }

    /** Puts in element types of tensors that are not declared. */
    void types(Map<String, Integer> elementTypes) {
        elementTypes.forEach((name, type) -> {
            if (!kinds.containsKey(name)) {
                kinds.put(name, type);
                tensors.put(name, TensorShape.of(type, null));
            }
        });
    }

    /** Puts in sizes, where none is open, of tensors whose type is known. */
    void infer(Map<String, List<Long>> sizes) {
        sizes.forEach((name, dims) -> {
            if (kinds.containsKey(name) && dims.stream().allMatch(dim -> dim >= 0)) {
                tensors.put(name, TensorShape.of(kinds.get(name), dims));
            }
        });
    }

    TensorShape of(String tensor) {
        return tensors.getOrDefault(tensor, UNKNOWN);
    }

    List<Long> sizes(String tensor) {
        return of(tensor).dims();
    }
}
