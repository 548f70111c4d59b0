package dev.saccade.kernel;

import org.bytedeco.javacpp.BytePointer;

/** Native memory of an exact size between two zones of canaries, which tell a write out of bounds. */
final class GuardedBytes implements AutoCloseable {
    private static final int ZONE = 256;

    private final BytePointer memory;
    private final long start;
    private final long size;

    /** @param misalign bytes that the block is moved off a 64-byte boundary */
    GuardedBytes(long size, int misalign) {
        this.size = size;
        memory = new BytePointer(size + 2 * ZONE + 64);
        long aligned = (memory.address() + 63) / 64 * 64 - memory.address();
        start = aligned + ZONE - 64 + misalign;
        for (long i = 0; i < memory.capacity(); i++) {
            memory.put(i, canary(i));
        }
    }

    static GuardedBytes of(float... values) {
        GuardedBytes block = new GuardedBytes((long) values.length * Float.BYTES, 0);
        for (int i = 0; i < values.length; i++) {
            block.putFloat(i, values[i]);
        }
        return block;
    }

    static GuardedBytes floats(int count) {
        return new GuardedBytes((long) count * Float.BYTES, 0);
    }

    private static byte canary(long i) {
        return (byte) (0xA5 ^ (i * 31));
    }

    long address() {
        return memory.address() + start;
    }

    void put(long i, byte v) {
        memory.put(start + i, v);
    }

    byte get(long i) {
        return memory.get(start + i);
    }

    void putFloat(int i, float v) {
        memory.putFloat(start + 4L * i, v);
    }

    float getFloat(int i) {
        return memory.getFloat(start + 4L * i);
    }

    int getInt(int i) {
        return memory.getInt(start + 4L * i);
    }

    long getLong(int i) {
        return memory.getLong(start + 8L * i);
    }

    short getShort(int i) {
        return memory.getShort(start + 2L * i);
    }

    byte[] bytes() {
        byte[] copy = new byte[(int) size];
        for (int i = 0; i < size; i++) {
            copy[i] = get(i);
        }
        return copy;
    }

    /** Whether nothing outside the block changed. */
    boolean intact() {
        for (long i = 0; i < memory.capacity(); i++) {
            boolean inside = i >= start && i < start + size;
            if (!inside && memory.get(i) != canary(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        memory.close();
    }
}
