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
final class TensorValues {
    private TensorValues() {}

    static byte[] bytes(Tensor tensor) {
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

    static double[] numbers(Tensor tensor) {
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

    /** SHA-256 over every tensor's bytes. */
    static String digest(List<Tensor> tensors) {
        StringBuilder all = new StringBuilder();
        for (Tensor tensor : tensors) {
            all.append(Sha256.of(bytes(tensor)));
        }
        return Sha256.of(all.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static long elements(Tensor tensor) {
        long elements = 1;
        for (int d = 0; d < tensor.spec().rank(); d++) {
            elements *= tensor.dim(d);
        }
        return elements;
    }
}
