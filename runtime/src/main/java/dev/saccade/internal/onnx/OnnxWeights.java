package dev.saccade.internal.onnx;

import dev.saccade.internal.onnx.WireReader.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Looks for weights that are no numbers. NaN is damage anywhere. Infinity is damage too, but where graphs mean it: as a
 * single value (the end of a Clip) and as -infinity among zeros (a mask). Reads every weight, so it is for import,
 * publishing and compiling, not for each start.
 */
public final class OnnxWeights {
    private static final int FLOAT = 1;
    private static final int HALF = 10;
    private static final int DOUBLE = 11;
    private static final int BFLOAT = 16;

    private OnnxWeights() {}

    /**
     * Refuses a file that holds such weights.
     *
     * @throws IOException also as {@link OnnxFile#check(Path)}; the message is one line that names the file, the tensor
     *     and the remedy
     */
    public static void check(Path file) throws IOException {
        ByteBuffer bytes = OnnxFile.map(file);
        try {
            WireReader model = new WireReader(bytes);
            while (model.next()) {
                if (model.is(7, WireReader.LENGTH)) {
                    graph(model.message());
                }
            }
        } catch (MalformedException e) {
            throw new IOException(file + ": not a whole ONNX file (byte " + e.at() + "); export it again", e);
        } catch (UnsoundException e) {
            throw new IOException(
                    file + ": " + e.getMessage() + "; its training diverged or the file is damaged: export a sound one",
                    e);
        }
    }

    private static void graph(WireReader graph) throws MalformedException, UnsoundException {
        while (graph.next()) {
            if (graph.is(5, WireReader.LENGTH)) {
                tensor(graph.message(), "");
            } else if (graph.is(1, WireReader.LENGTH)) {
                node(graph.message());
            }
        }
    }

    private static void node(WireReader node) throws MalformedException, UnsoundException {
        String output = "";
        while (node.next()) {
            if (node.is(2, WireReader.LENGTH)) {
                output = node.text();
            } else if (node.is(5, WireReader.LENGTH)) {
                WireReader attribute = node.message();
                while (attribute.next()) {
                    if (attribute.is(5, WireReader.LENGTH) || attribute.is(10, WireReader.LENGTH)) {
                        tensor(attribute.message(), output);
                    } else if (attribute.is(6, WireReader.LENGTH) || attribute.is(11, WireReader.LENGTH)) {
                        graph(attribute.message());
                    }
                }
            }
        }
    }

    private static void tensor(WireReader tensor, String otherwise) throws MalformedException, UnsoundException {
        String name = otherwise;
        int type = 0;
        ByteBuffer raw = null;
        Tally tally = new Tally();
        while (tensor.next()) {
            if (tensor.is(2, WireReader.VARINT)) {
                type = (int) tensor.value();
            } else if (tensor.is(8, WireReader.LENGTH) && tensor.length() > 0) {
                name = tensor.text();
            } else if (tensor.is(9, WireReader.LENGTH)) {
                raw = tensor.bytes();
            } else if (tensor.field() == 4 && !tensor.is(4, WireReader.VARINT)) {
                floats(tensor.bytes(), tally);
            } else if (tensor.field() == 10 && !tensor.is(10, WireReader.VARINT)) {
                doubles(tensor.bytes(), tally);
            }
        }
        if (raw != null) {
            raw(raw, type, tally);
        }
        if (tally.isUnsound()) {
            throw new UnsoundException("the tensor '" + name.replaceAll("\\p{Cntrl}", "?") + "' holds "
                    + (tally.nan ? "NaN" : "infinity"));
        }
    }

    private static void raw(ByteBuffer raw, int type, Tally tally) {
        switch (type) {
            case FLOAT -> floats(raw, tally);
            case DOUBLE -> doubles(raw, tally);
            case HALF, BFLOAT -> {
                int exponent = type == HALF ? 0x7c00 : 0x7f80;
                while (raw.remaining() >= Short.BYTES) {
                    int bits = raw.getShort();
                    boolean isFinite = (bits & exponent) != exponent;
                    boolean isNan = !isFinite && (bits & 0x7fff) != exponent;
                    boolean isZero = (bits & 0x7fff) == 0;
                    tally.add(isFinite ? isZero ? 0 : 1 : isNan ? Double.NaN : bits < 0 ? -1.0 / 0 : 1.0 / 0);
                }
            }
            default -> {
                // Integers are always numbers.
            }
        }
    }

    private static void floats(ByteBuffer raw, Tally tally) {
        while (raw.remaining() >= Float.BYTES) {
            tally.add(raw.getFloat());
        }
    }

    private static void doubles(ByteBuffer raw, Tally tally) {
        while (raw.remaining() >= Double.BYTES) {
            tally.add(raw.getDouble());
        }
    }

    private static final class Tally {
        private long values;
        private boolean nan;
        private boolean positive;
        private boolean negative;
        private boolean other;

        void add(double value) {
            values++;
            nan |= Double.isNaN(value);
            positive |= value == Double.POSITIVE_INFINITY;
            negative |= value == Double.NEGATIVE_INFINITY;
            other |= value != 0 && !Double.isInfinite(value);
        }

        boolean isUnsound() {
            return nan || (values > 1 && (positive || (negative && other)));
        }
    }

    private static final class UnsoundException extends Exception {
        private static final long serialVersionUID = 1L;

        UnsoundException(String message) {
            super(message);
        }
    }
}
