package dev.saccade.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory of somebody else as a buffer in native byte order; valid as long as the memory is. */
final class NativeView {
    private NativeView() {}

    static ByteBuffer of(long address, long bytes) {
        return new Window(address, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    private static final class Window extends BytePointer {
        Window(long address, long bytes) {
            super((Pointer) null);
            this.address = address;
            limit = bytes;
            capacity = bytes;
        }
    }
}
