package dev.saccade.control.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/**
 * Messages in native memory, as a wire takes them. One thread; nothing allocates after the constructor.
 *
 * <p>Layout, little endian: each message begins at a multiple of 4 bytes with a head of 12: id (u32, {@link #RAW} for
 * bytes that go out as they are), payload length (u16), CRC seed (u8, MAVLink's CRC_EXTRA), 0 (u8), place of the number
 * (u16) and place of the time (u16) in a raw payload, {@link #NOWHERE} for none; then the payload. At these two places
 * the wire writes its sequence number and the time of sending in decimal, right-aligned over 20 blanks.
 */
public final class MessageBatch implements AutoCloseable {
    /** Id of a message that is sent as it is, one datagram each. */
    public static final int RAW = -1;
    /** No place. */
    public static final int NOWHERE = 0xFFFF;

    private static final int HEAD = 12;

    private final BytePointer memory;
    private final ByteBuffer bytes;
    private int start;
    private int end;

    /**
     * Makes an empty batch.
     *
     * @param capacity bytes, heads included
     */
    public MessageBatch(int capacity) {
        memory = new BytePointer(capacity);
        bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Empties the batch.
     *
     * @return this
     */
    public MessageBatch clear() {
        start = 0;
        end = 0;
        return this;
    }

    /**
     * Begins a framed message; its fields follow in the order of the wire.
     *
     * @param id the protocol's message number
     * @param crcSeed MAVLink's CRC_EXTRA of that message, 0..255
     * @return this
     */
    public MessageBatch begin(int id, int crcSeed) {
        return head(id, crcSeed, NOWHERE, NOWHERE);
    }

    /**
     * Begins a message that is sent as it is.
     *
     * @param numberAt offset of 20 blanks for the sequence number, or {@link #NOWHERE}
     * @param timeAt offset of 20 blanks for the time of sending, monotonic ns, or {@link #NOWHERE}
     * @return this
     */
    public MessageBatch beginRaw(int numberAt, int timeAt) {
        return head(RAW, 0, numberAt, timeAt);
    }

    /**
     * Appends a byte.
     *
     * @param value its low 8 bits count
     * @return this
     */
    public MessageBatch u8(int value) {
        bytes.put(end++, (byte) value);
        return this;
    }

    /**
     * Appends 16 bits.
     *
     * @param value its low 16 bits count
     * @return this
     */
    public MessageBatch u16(int value) {
        bytes.putShort(end, (short) value);
        end += Short.BYTES;
        return this;
    }

    /**
     * Appends 32 bits.
     *
     * @param value all of it
     * @return this
     */
    public MessageBatch u32(int value) {
        bytes.putInt(end, value);
        end += Integer.BYTES;
        return this;
    }

    /**
     * Appends 64 bits.
     *
     * @param value all of it
     * @return this
     */
    public MessageBatch u64(long value) {
        bytes.putLong(end, value);
        end += Long.BYTES;
        return this;
    }

    /**
     * Appends a float.
     *
     * @param value all of it
     * @return this
     */
    public MessageBatch f32(float value) {
        bytes.putFloat(end, value);
        end += Float.BYTES;
        return this;
    }

    /**
     * Appends bytes.
     *
     * @param source where they are
     * @param offset of the first
     * @param length how many
     * @return this
     */
    public MessageBatch put(byte[] source, int offset, int length) {
        for (int i = 0; i < length; i++) {
            bytes.put(end++, source[offset + i]);
        }
        return this;
    }

    /**
     * Ends a message.
     *
     * @return this
     */
    public MessageBatch end() {
        bytes.putShort(start + Integer.BYTES, (short) (end - start - HEAD));
        while (end % Integer.BYTES != 0) {
            bytes.put(end++, (byte) 0);
        }
        start = end;
        return this;
    }

    /** @return whether it holds no message */
    public boolean isEmpty() {
        return end == 0;
    }

    /** @return where the messages lie; valid until {@link #close} */
    public long address() {
        return memory.address();
    }

    ByteBuffer view() {
        return bytes.duplicate().position(0).limit(start);
    }

    /** @return bytes of all messages with their heads */
    public int length() {
        return start;
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        memory.close();
    }

    private MessageBatch head(int id, int crcSeed, int numberAt, int timeAt) {
        u32(id).u16(0).u8(crcSeed).u8(0);
        return u16(numberAt).u16(timeAt);
    }
}
