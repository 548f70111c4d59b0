package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.HalfFloat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Float tensors of a file, and the same rounded to halves. */
final class Constants {
    /** The least normal half: smaller ones lose digits, or become 0. */
    private static final float LEAST_NORMAL = 0x1p-14f;

    private Constants() {}

    /**
     * A tensor in halves.
     *
     * @param tensor TensorProto
     * @param change what rounding did to it
     */
    record Halved(Message tensor, WeightChange change) {}

    /** The tensor of a Constant node in whichever of its forms; null for text, integers and sparse ones. */
    static Message tensor(GraphNode constant) throws InvalidProtocolBufferException {
        Message whole = constant.attribute("value");
        if (whole != null) {
            return whole.child(Onnx.ATTRIBUTE_TENSOR);
        }
        Message one = constant.attribute("value_float");
        if (one != null) {
            return new Message()
                    .set(Onnx.TENSOR_TYPE, Onnx.FLOAT)
                    .set(Onnx.TENSOR_RAW, raw(one.floats(Onnx.ATTRIBUTE_FLOAT)));
        }
        Message list = constant.attribute("value_floats");
        if (list != null) {
            List<Float> values = list.floats(Onnx.ATTRIBUTE_FLOATS);
            return new Message()
                    .set(Onnx.TENSOR_DIMENSIONS, values.size())
                    .set(Onnx.TENSOR_TYPE, Onnx.FLOAT)
                    .set(Onnx.TENSOR_RAW, raw(values));
        }
        return null;
    }

    /** Rounds a float tensor, ties to even. */
    static Halved halve(Message tensor, String name) throws InvalidProtocolBufferException, ModelsException {
        FloatBuffer values = values(tensor, name);
        int elements = values.remaining();
        ByteBuffer halves =
                ByteBuffer.allocate(Math.multiplyExact(elements, Short.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        long overflowed = 0;
        long flushed = 0;
        long subnormal = 0;
        for (int i = 0; i < elements; i++) {
            float value = values.get(i);
            short half = HalfFloat.ofFloat(value);
            halves.putShort(half);
            float back = HalfFloat.toFloat(half);
            if (Float.isInfinite(back) && !Float.isInfinite(value)) {
                overflowed++;
            } else if (back == 0 && value != 0) {
                flushed++;
            } else if (back != 0 && Math.abs(back) < LEAST_NORMAL) {
                subnormal++;
            }
        }
        Message half = Message.parse(tensor.bytes())
                .clear(Onnx.TENSOR_FLOATS)
                .set(Onnx.TENSOR_TYPE, Onnx.FLOAT16)
                .set(Onnx.TENSOR_NAME, name)
                .set(Onnx.TENSOR_RAW, ByteString.copyFrom(halves.flip()));
        return new Halved(half, new WeightChange(name, elements, overflowed, flushed, subnormal));
    }

    /** Elements of a float tensor, row-major. */
    static FloatBuffer values(Message tensor, String name) throws InvalidProtocolBufferException, ModelsException {
        long elements = 1;
        for (long size : tensor.numbers(Onnx.TENSOR_DIMENSIONS)) {
            elements *= size;
        }
        ByteString raw =
                tensor.has(Onnx.TENSOR_RAW) ? tensor.part(Onnx.TENSOR_RAW) : raw(tensor.floats(Onnx.TENSOR_FLOATS));
        if (raw.size() != elements * Float.BYTES) {
            throw ModelsException.badInput("tensor '" + name + "' has " + raw.size() + " bytes where its shape needs "
                    + elements * Float.BYTES + "; the file is damaged, export it again");
        }
        return raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private static ByteString raw(List<Float> values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        values.forEach(bytes::putFloat);
        return ByteString.copyFrom(bytes.flip());
    }
}
