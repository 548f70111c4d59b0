package dev.saccade.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Fields of one protobuf message (wire format of protobuf.dev/programming-guides/encoding), in order. Lengths are checked
 * against the message that they stand in.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH = 2;
    static final int FIXED32 = 5;
    private static final long LARGEST_TAG = 0xffffffffL;

    private final ByteBuffer in;
    private final long start;
    private int field;
    private int type;
    private long value;
    private int end;

    /** Reads from the buffer's position to its limit. */
    WireReader(ByteBuffer in) {
        this(in, 0);
    }

    private WireReader(ByteBuffer in, long start) {
        this.in = in;
        this.start = start;
        end = in.position();
    }

    /** Steps to the next field; false at the end of the message. */
    boolean next() throws MalformedException {
        in.position(end);
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = varint();
        // A wider tag is cut by some readers and not by others: it would mean one thing here and another in a library.
        if ((tag & ~LARGEST_TAG) != 0 || tag >>> 3 == 0) {
            throw malformed();
        }
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        switch (type) {
            case VARINT -> value = varint();
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            case LENGTH -> {
                long length = varint();
                if (length < 0 || length > in.remaining()) {
                    throw malformed();
                }
                end = in.position() + (int) length;
                return true;
            }
            default -> throw malformed();
        }
        end = in.position();
        return true;
    }

    /** Whether this is a field of that number and wire type. */
    boolean is(int number, int wireType) {
        return field == number && type == wireType;
    }

    /** The field's number. */
    int field() {
        return field;
    }

    /** Bytes of the value of a {@link #LENGTH} field. */
    int length() {
        return end - in.position();
    }

    /** The number of a {@link #VARINT} field. */
    long value() {
        return value;
    }

    /** The message in a {@link #LENGTH} field. */
    WireReader message() {
        return new WireReader(bytes(), start + in.position());
    }

    /** The text in a {@link #LENGTH} field. */
    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    /** The bytes of a {@link #LENGTH} field, or of the number in a fixed one, little-endian. */
    ByteBuffer bytes() {
        int from = type == FIXED32 ? end - 4 : type == FIXED64 ? end - 8 : in.position();
        return in.slice(from, end - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether all numbers packed into a message were taken. */
    boolean hasPacked() {
        return in.hasRemaining();
    }

    /** The next number packed into a message. */
    long packed() throws MalformedException {
        return varint();
    }

    private void skip(int bytes) throws MalformedException {
        if (in.remaining() < bytes) {
            throw malformed();
        }
        in.position(in.position() + bytes);
    }

    private long varint() throws MalformedException {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!in.hasRemaining()) {
                throw malformed();
            }
            byte b = in.get();
            number |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return number;
            }
        }
        throw malformed();
    }

    private MalformedException malformed() {
        return new MalformedException(start + in.position());
    }

    /** The bytes are not a whole message. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final long at;

        MalformedException(long at) {
            this.at = at;
        }

        /** The byte of the file where it was seen. */
        long at() {
            return at;
        }
    }
}
