package dev.saccade.vision;

import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A tensor in native memory that a test fills and reads. */
final class FakeTensor implements Tensor, AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final TensorSpec spec;
    private final BytePointer memory;
    private final long address;
    private final ByteBuffer bytes;
    private final long[] dims;

    /** Room for the largest shape; the declared one may leave dimensions open. */
    FakeTensor(TensorSpec spec, long... largest) {
        this.spec = spec;
        dims = largest.clone();
        long elements = 1;
        for (long dim : largest) {
            elements *= dim;
        }
        long size = Math.max(1, elements * spec.type().bytes());
        memory = new BytePointer(size + ALIGNMENT);
        Pointer.memset(memory, 0, size + ALIGNMENT);
        int skipped = (int) (-memory.address() & (ALIGNMENT - 1));
        address = memory.address() + skipped;
        bytes = memory.asByteBuffer().slice(skipped, (int) size).order(ByteOrder.nativeOrder());
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long dim(int i) {
        return dims[i];
    }

    void resize(int i, long dim) {
        dims[i] = dim;
    }

    FakeTensor put(int index, double value) {
        switch (spec.type()) {
            case FLOAT32 -> bytes.putFloat(4 * index, (float) value);
            case FLOAT16 -> bytes.putShort(2 * index, half(value));
            case INT32 -> bytes.putInt(4 * index, (int) value);
            case INT64 -> bytes.putLong(8 * index, (long) value);
            case UINT8, INT8, BOOL -> bytes.put(index, (byte) value);
        }
        return this;
    }

    FakeTensor put(int index, double[] values) {
        for (int i = 0; i < values.length; i++) {
            put(index + i, values[i]);
        }
        return this;
    }

    FakeTensor fill(double value) {
        for (int i = 0; i < bytes.capacity() / spec.type().bytes(); i++) {
            put(i, value);
        }
        return this;
    }

    float floatAt(int index) {
        return bytes.getFloat(4 * index);
    }

    @Override
    public void close() {
        memory.close();
    }

    /** Exact for the values that tests use: halves have 11 significant bits. */
    private static short half(double value) {
        for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
            float half = Float16.toFloat((short) bits);
            if (half == (float) value || (Float.isNaN(half) && Double.isNaN(value))) {
                return (short) bits;
            }
        }
        throw new IllegalArgumentException(value + " is no half");
    }
}
