package dev.saccade.internal.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Fields of one protobuf message (wire format of protobuf.dev/programming-guides/encoding), in order. Lengths are checked
 * against the message that they stand in.
 */
final class WireReader {
    static final int VARINT = 0;
    static final int LENGTH = 2;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final ByteBuffer in;
    private int field;
    private int type;
    private long value;
    private int end;

    /** Reads from the buffer's position to its limit. */
    WireReader(ByteBuffer in) {
        this.in = in;
        end = in.position();
    }

    /** Steps to the next field; false at the end of the message. */
    boolean next() throws MalformedException {
        in.position(end);
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = varint();
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

    /** The number of a {@link #VARINT} field. */
    long value() {
        return value;
    }

    /** The message in a {@link #LENGTH} field. */
    WireReader message() {
        return new WireReader(bytes());
    }

    /** The text in a {@link #LENGTH} field. */
    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    /** Product of the numbers packed into a {@link #LENGTH} field. */
    long packedProduct() throws MalformedException {
        WireReader packed = message();
        long product = 1;
        while (packed.in.hasRemaining()) {
            product *= packed.varint();
        }
        return product;
    }

    private ByteBuffer bytes() {
        return in.slice(in.position(), end - in.position());
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
        return new MalformedException();
    }

    /** The bytes are not a whole message. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
