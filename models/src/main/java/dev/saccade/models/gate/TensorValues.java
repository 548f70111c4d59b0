package dev.saccade.models.gate;

import dev.saccade.kernel.Kernels;
import dev.saccade.models.onnx.HalfFloat;
import dev.saccade.models.pull.Sha256;
import dev.saccade.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** Copies of an engine's tensors as Java arrays. The engine's thread. */
public final class TensorValues {
    private TensorValues() {}

    /**
     * A tensor's bytes.
     *
     * @param tensor read during the call
     * @return row-major, native byte order
     */
    public static byte[] bytes(Tensor tensor) {
        long size = tensor.spec().type().bytes() * elements(tensor);
        byte[] bytes = new byte[Math.toIntExact(size)];
        if (size > 0) {
            try (BytePointer copy = new BytePointer(size)) {
                Kernels.copy(copy.address(), tensor.address(), size);
                copy.get(bytes);
            }
        }
        return bytes;
    }

    /**
     * A tensor's elements.
     *
     * @param tensor read during the call
     * @return row-major
     */
    public static double[] numbers(Tensor tensor) {
        ByteBuffer in = ByteBuffer.wrap(bytes(tensor)).order(ByteOrder.nativeOrder());
        double[] numbers = new double[Math.toIntExact(elements(tensor))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (tensor.spec().type()) {
                case FLOAT32 -> in.getFloat();
                case FLOAT16 -> HalfFloat.toFloat(in.getShort());
                case INT32 -> in.getInt();
                case INT64 -> in.getLong();
                case INT8 -> in.get();
                case UINT8, BOOL -> in.get() & 0xff;
            };
        }
        return numbers;
    }

    /**
     * SHA-256 over every tensor's bytes.
     *
     * @param tensors read during the call
     * @return hex
     */
    public static String digest(List<Tensor> tensors) {
        StringBuilder all = new StringBuilder();
        for (Tensor tensor : tensors) {
            all.append(Sha256.of(bytes(tensor)));
        }
        return Sha256.of(all.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /**
     * How many elements a tensor has.
     *
     * @param tensor with its sizes as they are now
     * @return product of the sizes
     */
    public static long elements(Tensor tensor) {
        long elements = 1;
        for (int d = 0; d < tensor.spec().rank(); d++) {
            elements *= tensor.dim(d);
        }
        return elements;
    }
}
