package dev.saccade.tensor;

/** Element type of a tensor. */
public enum TensorType {
    /** IEEE 754 binary32. */
    FLOAT32(4),
    /** IEEE 754 binary16. */
    FLOAT16(2),
    /** Unsigned 8-bit. */
    UINT8(1),
    /** Signed 8-bit. */
    INT8(1),
    /** Signed 32-bit. */
    INT32(4),
    /** Signed 64-bit. */
    INT64(8),
    /** One byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** @return bytes of one element */
    public int bytes() {
        return bytes;
    }
}
