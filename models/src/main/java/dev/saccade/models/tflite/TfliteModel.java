package dev.saccade.models.tflite;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.HalfFloat;
import dev.saccade.models.onnx.Shapes;
import dev.saccade.models.onnx.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A TensorFlow Lite file's first subgraph. Field numbers are those of schema.fbs, version 3. */
final class TfliteModel {
    /** TensorType of the schema. */
    private static final int FLOAT32 = 0;

    private static final int FLOAT16 = 1;
    private static final int INT32 = 2;

    /**
     * A tensor.
     *
     * @param name may be empty
     * @param shape sizes
     * @param type TensorType
     * @param data constant bytes; empty when computed
     */
    record Tensor(String name, int[] shape, int type, ByteBuffer data) {}

    /**
     * A call of an operator.
     *
     * @param code BuiltinOperator
     * @param custom name of a custom operator, or empty
     * @param inputs tensor numbers; -1 for an absent one
     * @param outputs tensor numbers
     * @param options the builtin options table, or null
     * @param customOptions bytes
     */
    record Operation(
            int code, String custom, int[] inputs, int[] outputs, FlatTable options, ByteBuffer customOptions) {}

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    private final int[] inputs;
    private final int[] outputs;

    TfliteModel(byte[] bytes) throws ModelsException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 8 || file.getInt(4) != 0x334c4654) {
            throw ModelsException.badInput("not a TensorFlow Lite model: the mark TFL3 is missing");
        }
        FlatTable model = FlatTable.root(file);
        FlatTable[] codes = model.tables(1);
        FlatTable[] subgraphs = model.tables(2);
        FlatTable[] buffers = model.tables(4);
        if (subgraphs.length != 1) {
            throw ModelsException.badInput("has " + subgraphs.length + " subgraphs; one is supported");
        }
        FlatTable graph = subgraphs[0];
        for (FlatTable tensor : graph.tables(0)) {
            int buffer = tensor.int32(2, 0);
            if (buffer < 0 || buffer >= buffers.length) {
                throw ModelsException.badInput(
                        "tensor " + tensors.size() + " refers to buffer " + buffer + " of " + buffers.length);
            }
            tensors.add(new Tensor(tensor.text(3), tensor.int32s(0), tensor.int8(1, 0), buffers[buffer].bytes(0)));
        }
        inputs = graph.int32s(1);
        outputs = graph.int32s(2);
        for (FlatTable operator : graph.tables(3)) {
            operations.add(operation(operator, codes));
        }
    }

    private static Operation operation(FlatTable operator, FlatTable[] codes) throws ModelsException {
        int index = operator.int32(0, 0);
        if (index < 0 || index >= codes.length) {
            throw ModelsException.badInput("an operator refers to code " + index + " of " + codes.length);
        }
        FlatTable code = codes[index];
        // Codes up to 127 were first kept in a byte field, which newer files still fill.
        int builtin = Math.max(code.int8(0, 0), code.int32(3, 0));
        return new Operation(
                builtin, code.text(1), operator.int32s(1), operator.int32s(2), operator.table(4), operator.bytes(5));
    }

    List<Operation> operations() {
        return operations;
    }

    int[] inputs() {
        return inputs;
    }

    int[] outputs() {
        return outputs;
    }

    Tensor tensor(int number) throws ModelsException {
        if (number < 0 || number >= tensors.size()) {
            throw ModelsException.badInput("tensor " + number + " of " + tensors.size() + " does not exist");
        }
        return tensors.get(number);
    }

    int tensors() {
        return tensors.size();
    }

    /** The value of a constant tensor. */
    static Value constant(Tensor tensor) throws ModelsException {
        int count = Shapes.elements(tensor.shape());
        int bytes = tensor.type() == FLOAT16 ? 2 : 4;
        if (tensor.data().remaining() != (long) count * bytes) {
            throw ModelsException.badInput("tensor '" + tensor.name() + "' has "
                    + tensor.data().remaining() + " bytes for " + count + " elements");
        }
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (tensor.type() == INT32) {
            int[] values = new int[count];
            data.asIntBuffer().get(values);
            return new Value.Integers(values, tensor.shape());
        }
        requireFloat(tensor);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = tensor.type() == FLOAT16 ? HalfFloat.toFloat(data.getShort()) : data.getFloat();
        }
        return new Value.Weights(values, tensor.shape());
    }

    /** Refuses quantised tensors. */
    static void requireFloat(Tensor tensor) throws ModelsException {
        if (tensor.type() != FLOAT32 && tensor.type() != FLOAT16) {
            throw ModelsException.badInput("tensor '" + tensor.name() + "' has type " + tensor.type()
                    + "; only float models are supported, take the float version of this one");
        }
    }
}
