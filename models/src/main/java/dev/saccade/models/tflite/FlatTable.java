package dev.saccade.models.tflite;

import dev.saccade.models.ModelsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A table of a FlatBuffer, every access checked against the end of the file. Layout: the FlatBuffers specification,
 * "Internals". Field numbers are those of the schema.
 */
final class FlatTable {
    private final ByteBuffer file;
    private final int at;
    private final int vtable;
    private final int vtableSize;

    private FlatTable(ByteBuffer file, int at) throws ModelsException {
        this.file = file;
        this.at = at;
        long table = (long) at - int32(file, at);
        this.vtable = checked(file, table, 4);
        this.vtableSize = Short.toUnsignedInt(file.getShort(vtable));
        checked(file, vtable, vtableSize);
    }

    /** The table that the file begins with; {@code file} is little-endian. */
    static FlatTable root(ByteBuffer file) throws ModelsException {
        return new FlatTable(file, follow(file, 0));
    }

    byte int8(int field, int otherwise) throws ModelsException {
        int offset = offset(field);
        return offset == 0 ? (byte) otherwise : file.get(checked(file, (long) at + offset, 1));
    }

    int int32(int field, int otherwise) throws ModelsException {
        int offset = offset(field);
        return offset == 0 ? otherwise : int32(file, (long) at + offset);
    }

    /** The table that a field refers to, or null when it is absent. */
    FlatTable table(int field) throws ModelsException {
        int offset = offset(field);
        return offset == 0 ? null : new FlatTable(file, follow(file, (long) at + offset));
    }

    int[] int32s(int field) throws ModelsException {
        ByteBuffer elements = vector(field, Integer.BYTES);
        int[] values = new int[elements.remaining() / Integer.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = elements.getInt();
        }
        return values;
    }

    /** The bytes of a byte vector, little-endian; empty when the field is absent. */
    ByteBuffer bytes(int field) throws ModelsException {
        return vector(field, 1);
    }

    String text(int field) throws ModelsException {
        return StandardCharsets.UTF_8.decode(vector(field, 1)).toString();
    }

    FlatTable[] tables(int field) throws ModelsException {
        int offset = offset(field);
        if (offset == 0) {
            return new FlatTable[0];
        }
        int start = follow(file, (long) at + offset);
        FlatTable[] tables = new FlatTable[vector(field, Integer.BYTES).remaining() / Integer.BYTES];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = new FlatTable(file, follow(file, start + 4L + 4L * i));
        }
        return tables;
    }

    private ByteBuffer vector(int field, int elementSize) throws ModelsException {
        int offset = offset(field);
        if (offset == 0) {
            return ByteBuffer.allocate(0).order(file.order());
        }
        int start = follow(file, (long) at + offset);
        long bytes = Integer.toUnsignedLong(int32(file, start)) * elementSize;
        checked(file, start + 4L, bytes);
        return file.slice(start + 4, (int) bytes).order(file.order());
    }

    private int offset(int field) {
        int slot = 4 + 2 * field;
        return slot + 2 <= vtableSize ? Short.toUnsignedInt(file.getShort(vtable + slot)) : 0;
    }

    private static int follow(ByteBuffer file, long at) throws ModelsException {
        return checked(file, at + Integer.toUnsignedLong(int32(file, at)), 4);
    }

    private static int int32(ByteBuffer file, long at) throws ModelsException {
        return file.getInt(checked(file, at, 4));
    }

    private static int checked(ByteBuffer file, long at, long bytes) throws ModelsException {
        if (at < 0 || at + bytes > file.limit()) {
            throw ModelsException.badInput("the flatbuffer refers to byte " + at + " of " + file.limit()
                    + "; the file is truncated or damaged");
        }
        return (int) at;
    }
}
