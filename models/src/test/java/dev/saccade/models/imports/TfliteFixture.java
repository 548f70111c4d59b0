package dev.saccade.models.imports;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.tflite.TfliteImporter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes small TensorFlow Lite models with Google's own builder. Tensor 0 is the input, the last operator's result the output. */
final class TfliteFixture {
    private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    private final List<Integer> codes = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private int output;

    TfliteFixture(int... inputShape) {
        buffers.add(table(1));
        tensor(0, 0, inputShape);
    }

    /** A table of {@code fields} whose values were added by {@code fill}. */
    private int table(int fields, Runnable... fill) {
        builder.startTable(fields);
        for (Runnable field : fill) {
            field.run();
        }
        return builder.endTable();
    }

    private int tensor(int type, int buffer, int... shape) {
        int dims = ints(shape);
        int name = builder.createString("t" + tensors.size());
        tensors.add(table(
                4,
                () -> builder.addOffset(0, dims, 0),
                () -> builder.addByte(1, (byte) type, 0),
                () -> builder.addInt(2, buffer, 0),
                () -> builder.addOffset(3, name, 0)));
        return tensors.size() - 1;
    }

    private int ints(int... values) {
        builder.startVector(4, values.length, 4);
        for (int i = values.length - 1; i >= 0; i--) {
            builder.addInt(values[i]);
        }
        return builder.endVector();
    }

    private int offsets(List<Integer> values) {
        return builder.createVectorOfTables(values.stream().mapToInt(i -> i).toArray());
    }

    private int constant(int type, byte[] bytes, int... shape) {
        int data = builder.createByteVector(bytes);
        buffers.add(table(1, () -> builder.addOffset(0, data, 0)));
        return tensor(type, buffers.size() - 1, shape);
    }

    int floats(float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(0, bytes.array(), shape);
    }

    int halves(byte[] bytes, int... shape) {
        return constant(1, bytes, shape);
    }

    int integers(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return constant(2, bytes.array(), values.length);
    }

    /** An options table with byte-sized and int-sized fields: {field, value, isByte}. */
    int options(int[]... fields) {
        int most = 0;
        for (int[] field : fields) {
            most = Math.max(most, field[0] + 1);
        }
        builder.startTable(most);
        for (int[] field : fields) {
            if (field[2] == 1) {
                builder.addByte(field[0], (byte) field[1], 0);
            } else {
                builder.addInt(field[0], field[1], 0);
            }
        }
        return builder.endTable();
    }

    int operator(int code, int options, int[] shape, int... inputs) {
        return operator(code, "", options, new byte[0], shape, inputs);
    }

    int operator(int code, String custom, int options, byte[] customOptions, int[] shape, int... inputs) {
        int name = builder.createString(custom);
        codes.add(table(
                4,
                () -> builder.addByte(0, (byte) Math.min(code, 127), 0),
                () -> builder.addOffset(1, name, 0),
                () -> builder.addInt(3, code, 0)));
        output = tensor(0, 0, shape);
        int in = ints(inputs);
        int out = ints(output);
        int blob = builder.createByteVector(customOptions);
        int index = codes.size() - 1;
        operators.add(table(
                6,
                () -> builder.addInt(0, index, 0),
                () -> builder.addOffset(1, in, 0),
                () -> builder.addOffset(2, out, 0),
                () -> builder.addOffset(4, options, 0),
                () -> builder.addOffset(5, blob, 0)));
        return output;
    }

    byte[] bytes() {
        int allTensors = offsets(tensors);
        int in = ints(0);
        int out = ints(output);
        int allOperators = offsets(operators);
        int graph = table(
                4,
                () -> builder.addOffset(0, allTensors, 0),
                () -> builder.addOffset(1, in, 0),
                () -> builder.addOffset(2, out, 0),
                () -> builder.addOffset(3, allOperators, 0));
        int graphs = offsets(List.of(graph));
        int allCodes = offsets(codes);
        int allBuffers = offsets(buffers);
        int model = table(
                5,
                () -> builder.addInt(0, 3, 0),
                () -> builder.addOffset(1, allCodes, 0),
                () -> builder.addOffset(2, graphs, 0),
                () -> builder.addOffset(4, allBuffers, 0));
        builder.finish(model, "TFL3");
        return builder.sizedByteArray();
    }

    ImportedModel read(Path directory) throws IOException, ModelsException {
        Path file = Files.write(directory.resolve("model.tflite"), bytes());
        return TfliteImporter.read(file, new ImportRequest(List.of(), Map.of("y", "t" + output)));
    }
}
