package dev.saccade.bench.gpu;

import org.bytedeco.javacpp.LongPointer;

/** The device's own times in a result of {@link dev.saccade.gpu.GpuProgram}; reads without allocating. */
final class DeviceClock {
    private static final int BEGUN = 0;
    private static final int PREPROCESSED = 1;
    private static final int INFERRED = 2;
    private static final int DECODED = 3;

    private final At result = new At();

    void at(long address) {
        result.move(address);
    }

    /** First kernel to last. */
    long wholeNs() {
        return result.get(DECODED) - result.get(BEGUN);
    }

    /** Frame to tensor. */
    long preprocessNs() {
        return result.get(PREPROCESSED) - result.get(BEGUN);
    }

    /** The network alone. */
    long engineNs() {
        return result.get(INFERRED) - result.get(PREPROCESSED);
    }

    /** Memory that the engine owns. */
    private static final class At extends LongPointer {
        At() {
            super((org.bytedeco.javacpp.Pointer) null);
        }

        void move(long to) {
            address = to;
        }
    }
}
