package dev.saccade.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Memory of the emulated device: ordinary memory, on a boundary as devices give it. */
final class DeviceMemory implements AutoCloseable {
    private static final int ALIGNMENT = 256;

    private final BytePointer memory;
    private final long address;
    private final ByteBuffer bytes;

    DeviceMemory(long size) {
        memory = new BytePointer(size + ALIGNMENT);
        Pointer.memset(memory, 0, size + ALIGNMENT);
        int skipped = (int) (-memory.address() & (ALIGNMENT - 1));
        address = memory.address() + skipped;
        bytes = memory.asByteBuffer().slice(skipped, (int) size).order(ByteOrder.nativeOrder());
    }

    long address() {
        return address;
    }

    void putLong(int at, long value) {
        bytes.putLong(at, value);
    }

    @Override
    public void close() {
        memory.close();
    }
}
