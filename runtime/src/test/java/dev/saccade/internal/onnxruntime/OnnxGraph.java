package dev.saccade.internal.onnxruntime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes small ONNX models (onnx.proto) for tests and benchmarks. Element types are numbered as in TensorProto. */
public final class OnnxGraph {
    /** Element type. */
    public static final int FLOAT = 1;
    /** Element type. */
    public static final int UINT8 = 2;
    /** Element type. */
    public static final int INT8 = 3;
    /** Element type. */
    public static final int INT32 = 6;
    /** Element type. */
    public static final int INT64 = 7;
    /** Element type. */
    public static final int BOOL = 9;
    /** Element type. */
    public static final int FLOAT16 = 10;
    /** Element type. */
    public static final int DOUBLE = 11;

    private final Message graph = new Message().text(2, "g");
    private final List<Message> opsets =
            new ArrayList<>(List.of(new Message().text(1, "").number(2, 17)));

    /** Declares an input; a dimension is a number, a name, or empty text for one without a name. */
    public OnnxGraph input(String name, int type, Object... dims) {
        graph.message(11, value(name, type, dims));
        return this;
    }

    /** Declares an output. */
    public OnnxGraph output(String name, int type, Object... dims) {
        graph.message(12, value(name, type, dims));
        return this;
    }

    /** Adds a node, named as its first output. */
    public OnnxGraph node(String operator, List<String> inputs, List<String> outputs, Message... attributes) {
        Message node = new Message();
        inputs.forEach(i -> node.text(1, i));
        outputs.forEach(o -> node.text(2, o));
        node.text(3, "n_" + outputs.get(0)).text(4, operator);
        for (Message attribute : attributes) {
            node.message(5, attribute);
        }
        graph.message(1, node);
        return this;
    }

    /** Adds a node of another domain, which is declared or not. */
    public OnnxGraph foreign(String domain, boolean declared, String operator, String input, String output) {
        if (declared) {
            opsets.add(new Message().text(1, domain).number(2, 1));
        }
        graph.message(
                1,
                new Message()
                        .text(1, input)
                        .text(2, output)
                        .text(3, "n_" + output)
                        .text(4, operator)
                        .text(7, domain));
        return this;
    }

    /** An integer attribute. */
    public static Message attribute(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    /** An attribute of several integers. */
    public static Message attribute(String name, long... values) {
        Message m = new Message().text(1, name);
        for (long v : values) {
            m.number(8, v);
        }
        return m.number(20, 7);
    }

    /** Adds constant floats. */
    public OnnxGraph floats(String name, long[] dims, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) {
            raw.putFloat(v);
        }
        return constant(name, FLOAT, dims, raw.array());
    }

    /** Adds constant 64-bit integers. */
    public OnnxGraph longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long v : values) {
            raw.putLong(v);
        }
        return constant(name, INT64, new long[] {values.length}, raw.array());
    }

    /** Adds floats that lie in another file. */
    public OnnxGraph external(String name, String location, long... dims) {
        Message tensor = new Message();
        for (long d : dims) {
            tensor.number(1, d);
        }
        tensor.number(2, FLOAT).text(8, name);
        tensor.message(13, new Message().text(1, "location").text(2, location)).number(14, 1);
        graph.message(5, tensor);
        return this;
    }

    private OnnxGraph constant(String name, int type, long[] dims, byte[] raw) {
        Message tensor = new Message();
        for (long d : dims) {
            tensor.number(1, d);
        }
        graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
        return this;
    }

    /** The file's bytes. */
    public byte[] bytes() {
        Message model = new Message().number(1, 8).message(7, graph);
        opsets.forEach(o -> model.message(8, o));
        return model.toBytes();
    }

    /** Writes the file. */
    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message value(String name, int type, Object... dims) {
        Message shape = new Message();
        for (Object dim : dims) {
            Message d = new Message();
            if (dim instanceof Number n) {
                d.number(1, n.longValue());
            } else if (!dim.toString().isEmpty()) {
                d.text(2, dim.toString());
            }
            shape.message(1, d);
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** One protobuf message being written. */
    public static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.toBytes());
        }

        Message bytes(int field, byte[] value) {
            varint(((long) field << 3) | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] toBytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                out.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
