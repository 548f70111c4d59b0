package dev.saccade.vision;

import dev.saccade.kernel.Kernels;
import dev.saccade.tensor.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A map of class indices that the graph computed, narrowed to one byte a pixel. An index that does not fit a byte
 * becomes 255, which is no class. Owns its buffers.
 */
final class IndexMap implements AutoCloseable {
    private static final int NO_CLASS = 255;

    private final Output output;
    private final int pixels;
    private final BytePointer wide;
    private final BytePointer narrow;
    private final LongBuffer longs;
    private final IntBuffer ints;
    private final ByteBuffer bytes;

    IndexMap(Output output) {
        this.output = output;
        pixels = output.elements();
        wide = new BytePointer((long) pixels * output.type().bytes());
        narrow = new BytePointer(pixels);
        ByteBuffer view = wide.asByteBuffer().order(ByteOrder.nativeOrder());
        longs = view.asLongBuffer();
        ints = view.asIntBuffer();
        bytes = narrow.asByteBuffer();
    }

    /** Writes the mask; null when done, otherwise what is wrong. */
    String copyTo(long mask) {
        if (!output.isUnchanged()) {
            return "output " + output + " changed its shape; export the model with fixed shapes";
        }
        if (output.type() == TensorType.UINT8) {
            Kernels.copy(mask, output.address(), pixels);
            return null;
        }
        Kernels.copy(
                wide.address(), output.address(), (long) pixels * output.type().bytes());
        boolean isLong = output.type() == TensorType.INT64;
        for (int i = 0; i < pixels; i++) {
            long index = isLong ? longs.get(i) : ints.get(i);
            bytes.put(i, (byte) (index < 0 || index > NO_CLASS ? NO_CLASS : index));
        }
        Kernels.copy(mask, narrow.address(), pixels);
        return null;
    }

    @Override
    public void close() {
        wide.close();
        narrow.close();
    }
}
