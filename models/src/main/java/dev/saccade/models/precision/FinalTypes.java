package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a graph's declarations of types and shapes true while its tensors change. */
final class FinalTypes {
    private final Map<String, Message> declared = new HashMap<>();
    private final Map<String, Change> changes = new LinkedHashMap<>();

    /**
     * The type of a tensor after the change.
     *
     * @param of the tensor before, whose shape it has
     * @param type element type
     */
    private record Change(String of, int type) {}

    FinalTypes(OnnxModel model) {
        for (List<Message> values : List.of(model.valueInfo(), model.inputs(), model.outputs())) {
            values.forEach(value -> declared.put(value.text(Onnx.FIRST), value));
        }
    }

    void put(String tensor, String of, int type) {
        changes.put(tensor, new Change(of, type));
    }

    /** Rewrites inputs, outputs and value_info; the nodes must be in their last form. */
    void applyTo(OnnxModel model) throws InvalidProtocolBufferException {
        retype(model.inputs());
        retype(model.outputs());
        Set<String> made = new HashSet<>(model.initializers().keySet());
        model.nodes().forEach(node -> made.addAll(node.outputs()));
        model.valueInfo().removeIf(value -> !made.contains(value.text(Onnx.FIRST)));
        retype(model.valueInfo());
        for (Map.Entry<String, Change> change : changes.entrySet()) {
            String name = change.getKey();
            Message known = declared.get(change.getValue().of());
            if (!declared.containsKey(name) && known != null && made.contains(name)) {
                model.valueInfo()
                        .add(ElementTypes.withElementType(
                                        known, change.getValue().type())
                                .set(Onnx.FIRST, name));
            }
        }
    }

    private void retype(List<Message> values) throws InvalidProtocolBufferException {
        for (int i = 0; i < values.size(); i++) {
            Change change = changes.get(values.get(i).text(Onnx.FIRST));
            if (change != null) {
                values.set(i, ElementTypes.withElementType(values.get(i), change.type()));
            }
        }
    }
}
