package dev.saccade.internal.onnx;

import dev.saccade.internal.onnx.WireReader.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The walk over an ONNX file (onnx.proto) that comes before any library opens it: the file is whole, its counts are
 * bounded, and it keeps all of its weights. A weights file beside it is refused wherever it lies: a package's identity
 * covers the one file, and what it does not cover could change unnoticed. Time is linear in the file's size, memory is
 * not taken for what it declares.
 */
public final class OnnxFile {
    /** Most bytes of a file, as of any protobuf message. */
    public static final long MAX_BYTES = Integer.MAX_VALUE;

    static final int MAX_NODES = 200_000;
    static final int MAX_TENSORS = 200_000;
    static final int MAX_PORTS = 4096;
    static final int MAX_ATTRIBUTES = 256;
    static final int MAX_ATTRIBUTE_BYTES = 64 << 20;
    static final int MAX_METADATA_BYTES = 4 << 20;
    static final int MAX_NAME_BYTES = 4096;
    static final int MAX_RANK = 64;
    static final int MAX_DEPTH = 16;
    static final long MAX_ELEMENTS = 1L << 40;

    private static final int EXTERNAL = 1;
    private static final String REMEDY = "fetch or export it again";

    private long nodes;
    private long tensors;
    private long ports;
    private long attributeBytes;
    private long metadataBytes;

    private OnnxFile() {}

    /**
     * Checks a file.
     *
     * @throws IOException when it is unreadable, not a whole ONNX file, over a limit or keeps weights elsewhere; the
     *     message is one line with the file, what is wrong and the remedy
     */
    public static void check(Path file) throws IOException {
        map(file);
    }

    /** The checked file's bytes, mapped. */
    static ByteBuffer map(Path file) throws IOException {
        checkSize(file);
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), MAX_BYTES));
            check(bytes.duplicate(), file.toString());
            return bytes;
        }
    }

    /**
     * Checks that a path leads to a file, neither empty nor too large.
     *
     * @throws IOException otherwise, as {@link #check(Path)}
     */
    public static void checkSize(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    file + ": " + (Files.exists(file) ? "not a file" : "no such file") + "; name an ONNX file");
        }
        long size = Files.size(file);
        if (size == 0) {
            throw new IOException(file + ": not a whole ONNX file (0 bytes); " + REMEDY);
        }
        if (size > MAX_BYTES) {
            throw new IOException(file + ": " + size + " bytes; an ONNX file has at most " + MAX_BYTES);
        }
    }

    /**
     * Checks the bytes of a file.
     *
     * @param bytes from position to limit; the position is moved
     * @param name of the file, for messages
     * @throws IOException as {@link #check(Path)}
     */
    public static void check(ByteBuffer bytes, String name) throws IOException {
        String fault = fault(bytes);
        if (fault != null) {
            throw new IOException(name + ": " + fault);
        }
    }

    /**
     * What is wrong with the bytes of a file.
     *
     * @param bytes from position to limit; the position is moved
     * @return one line with the remedy, null when nothing is
     */
    public static String fault(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return "not a whole ONNX file (0 bytes); " + REMEDY;
        }
        try {
            new OnnxFile().model(new WireReader(bytes.slice()));
            return null;
        } catch (MalformedException e) {
            return "not a whole ONNX file (byte " + e.at() + "); " + REMEDY;
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private void model(WireReader model) throws MalformedException, RefusedException {
        boolean hasGraph = false;
        while (model.next()) {
            if (model.is(7, WireReader.LENGTH)) {
                hasGraph = true;
                graph(model.message(), 0);
            } else if (model.is(14, WireReader.LENGTH)) {
                metadataBytes = bounded(metadataBytes + model.length(), MAX_METADATA_BYTES, "bytes of metadata");
            } else if (model.is(20, WireReader.LENGTH)) {
                training(model.message());
            } else if (model.is(25, WireReader.LENGTH)) {
                function(model.message());
            }
        }
        if (!hasGraph) {
            throw new RefusedException("not a whole ONNX file (it holds no graph); " + REMEDY);
        }
    }

    private void training(WireReader training) throws MalformedException, RefusedException {
        while (training.next()) {
            if (training.is(1, WireReader.LENGTH) || training.is(2, WireReader.LENGTH)) {
                graph(training.message(), 1);
            }
        }
    }

    private void function(WireReader function) throws MalformedException, RefusedException {
        while (function.next()) {
            if (function.is(7, WireReader.LENGTH)) {
                node(function.message(), 1);
            } else if (function.is(11, WireReader.LENGTH)) {
                attribute(function.message(), 1);
            }
        }
    }

    private void graph(WireReader graph, int depth) throws MalformedException, RefusedException {
        bounded(depth, MAX_DEPTH, "graphs inside of one another");
        while (graph.next()) {
            if (graph.is(1, WireReader.LENGTH)) {
                node(graph.message(), depth);
            } else if (graph.is(5, WireReader.LENGTH)) {
                tensor(graph.message());
            } else if (graph.is(15, WireReader.LENGTH)) {
                sparse(graph.message());
            } else if (graph.is(11, WireReader.LENGTH) || graph.is(12, WireReader.LENGTH)) {
                ports = bounded(ports + 1, MAX_PORTS + tensors, "inputs and outputs");
            }
        }
    }

    private void node(WireReader node, int depth) throws MalformedException, RefusedException {
        nodes = bounded(nodes + 1, MAX_NODES, "nodes");
        int attributes = 0;
        while (node.next()) {
            if (node.is(5, WireReader.LENGTH)) {
                attributes++;
                bounded(attributes, MAX_ATTRIBUTES, "attributes of one node");
                attribute(node.message(), depth);
            } else if (node.field() <= 4 && node.is(node.field(), WireReader.LENGTH)) {
                bounded(node.length(), MAX_NAME_BYTES, "bytes of one name");
            }
        }
    }

    private void attribute(WireReader attribute, int depth) throws MalformedException, RefusedException {
        while (attribute.next()) {
            if (attribute.is(5, WireReader.LENGTH) || attribute.is(10, WireReader.LENGTH)) {
                tensor(attribute.message());
            } else if (attribute.is(6, WireReader.LENGTH) || attribute.is(11, WireReader.LENGTH)) {
                graph(attribute.message(), depth + 1);
            } else if (attribute.is(22, WireReader.LENGTH) || attribute.is(23, WireReader.LENGTH)) {
                sparse(attribute.message());
            } else {
                int bytes = attribute.is(attribute.field(), WireReader.LENGTH) ? attribute.length() : Long.BYTES;
                attributeBytes = bounded(attributeBytes + bytes, MAX_ATTRIBUTE_BYTES, "bytes of attributes");
            }
        }
    }

    private void sparse(WireReader sparse) throws MalformedException, RefusedException {
        while (sparse.next()) {
            if (sparse.is(1, WireReader.LENGTH) || sparse.is(2, WireReader.LENGTH)) {
                tensor(sparse.message());
            }
        }
    }

    private void tensor(WireReader tensor) throws MalformedException, RefusedException {
        tensors = bounded(tensors + 1, MAX_TENSORS, "tensors");
        String name = "";
        boolean external = false;
        Extent extent = new Extent();
        while (tensor.next()) {
            if (tensor.is(1, WireReader.VARINT)) {
                extent.add(tensor.value());
            } else if (tensor.is(1, WireReader.LENGTH)) {
                WireReader packed = tensor.message();
                while (packed.hasPacked()) {
                    extent.add(packed.packed());
                }
            } else if (tensor.is(8, WireReader.LENGTH)) {
                bounded(tensor.length(), MAX_NAME_BYTES, "bytes of one name");
                name = tensor.text();
            } else if (tensor.is(13, WireReader.LENGTH)) {
                external = true;
            } else if (tensor.is(14, WireReader.VARINT)) {
                // Protobuf cuts an enumeration to 32 bits.
                external |= (int) tensor.value() == EXTERNAL;
            }
        }
        if (external) {
            throw new RefusedException("the tensor '" + shown(name)
                    + "' lies in another file; save the model as one file: onnx.save_model(onnx.load(IN), OUT)");
        }
        extent.check(shown(name));
    }

    private static String shown(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }

    private static long bounded(long count, long most, String what) throws RefusedException {
        if (count > most) {
            throw new RefusedException("more than " + most + " " + what
                    + ", the most that is read; simplify the model or export it without them");
        }
        return count;
    }

    /** The product of a tensor's dimensions, which no sum of bytes need follow. */
    private static final class Extent {
        private int rank;
        private long elements = 1;

        void add(long dimension) {
            rank++;
            boolean isEmpty = dimension == 0 || elements == 0;
            if (dimension < 0 || elements < 0) {
                elements = -1;
            } else if (isEmpty) {
                elements = 0;
            } else {
                elements = dimension > MAX_ELEMENTS / elements ? -1 : elements * dimension;
            }
        }

        void check(String name) throws RefusedException {
            if (rank > MAX_RANK || elements < 0) {
                throw new RefusedException(
                        "the tensor '" + name + "' declares dimensions that no memory holds; " + REMEDY);
            }
        }
    }

    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }
}
