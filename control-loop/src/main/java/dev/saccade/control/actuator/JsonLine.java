package dev.saccade.control.actuator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes one flat JSON object into a preallocated array; nothing here allocates after start-up. One thread. */
final class JsonLine {
    private static final int DECIMALS = 6;
    private static final double SCALE = 1e6;
    /** Beyond this a fixed-point number of {@value #DECIMALS} decimals no longer fits a long. */
    private static final double LARGEST = 9e12;

    private final ByteBuffer buffer;
    private final byte[] digits = new byte[20];

    JsonLine(int capacity) {
        buffer = ByteBuffer.allocate(capacity);
    }

    /** @return bytes of a key with what stands around it: {@code ,"key":} */
    static byte[] key(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** @return where the next byte goes */
    int position() {
        return buffer.position();
    }

    byte[] array() {
        return buffer.array();
    }

    void begin() {
        buffer.clear();
        buffer.put((byte) '{');
    }

    /** @return bytes of the finished object, from the array's first on */
    int end() {
        buffer.put((byte) '}');
        return buffer.position();
    }

    void raw(byte[] text) {
        // The first key needs no comma.
        int from = buffer.position() == 1 && text[0] == ',' ? 1 : 0;
        buffer.put(text, from, text.length - from);
    }

    void number(long value) {
        long rest = value;
        if (rest < 0) {
            buffer.put((byte) '-');
        } else {
            // Digits come from the negative side, where Long.MIN_VALUE has room.
            rest = -rest;
        }
        int at = digits.length;
        do {
            digits[--at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
        buffer.put(digits, at, digits.length - at);
    }

    /** Fixed point, {@value #DECIMALS} decimals, rounded half up; clamped to 9e12. */
    void number(double value) {
        double clamped = Math.max(-LARGEST, Math.min(LARGEST, value));
        long fixed = Math.round(Math.abs(clamped) * SCALE);
        if (clamped < 0 && fixed != 0) {
            buffer.put((byte) '-');
        }
        number(fixed / (long) SCALE);
        buffer.put((byte) '.');
        long fraction = fixed % (long) SCALE;
        for (int i = DECIMALS - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        buffer.put(digits, 0, DECIMALS);
    }
}
