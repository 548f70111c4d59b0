package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A walk over the fields of an ONNX file (onnx.proto, protobuf wire format) before a library opens it: the file is whole,
 * and every file of weights that it names lies within the package.
 */
final class OnnxFile {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private static final int DEEPEST = 64;

    private final Path file;
    private final Set<String> locations = new LinkedHashSet<>();

    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR;

        /** The message in a field, or null where nothing is looked for. */
        Message in(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 25 ? FUNCTION : null;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : null;
                case FUNCTION -> field == 7 ? NODE : null;
                case NODE -> field == 5 ? ATTRIBUTE : null;
                case ATTRIBUTE ->
                    switch (field) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> null;
                    };
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : null;
                case TENSOR -> null;
            };
        }
    }

    private OnnxFile(Path file) {
        this.file = file;
    }

    /**
     * Checks a file.
     *
     * @return whether weights lie in other files
     * @throws EngineException when it is missing, cut short, not ONNX, or names a file outside its directory
     */
    static boolean check(Path file) throws EngineException {
        OnnxFile walk = new OnnxFile(file);
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() == 0 || channel.size() > Integer.MAX_VALUE) {
                throw walk.broken(channel.size());
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            walk.message(Message.MODEL, bytes, bytes.limit(), 0);
        } catch (NoSuchFileException e) {
            throw new EngineException(false, file + ": no such file; pull or copy the package again", e);
        } catch (IOException e) {
            throw new EngineException(false, file + ": cannot be read: " + OneLine.of(e.toString()), e);
        }
        walk.checkLocations();
        return !walk.locations.isEmpty();
    }

    private void message(Message kind, ByteBuffer in, int end, int depth) throws EngineException {
        if (depth > DEEPEST) {
            throw broken(in.position());
        }
        boolean external = false;
        String named = null;
        while (in.position() < end) {
            int start = in.position();
            long tag = varint(in, end);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case VARINT -> {
                    long value = varint(in, end);
                    external |= kind == Message.TENSOR && field == DATA_LOCATION && value == 1;
                }
                case FIXED64 -> skip(in, end, 8);
                case FIXED32 -> skip(in, end, 4);
                case LENGTH -> {
                    long length = varint(in, end);
                    if (length < 0 || length > end - in.position()) {
                        throw broken(start);
                    }
                    int fieldEnd = in.position() + (int) length;
                    Message inner = kind.in(field);
                    if (inner != null) {
                        message(inner, in, fieldEnd, depth + 1);
                    } else if (kind == Message.TENSOR && field == EXTERNAL_DATA) {
                        named = location(in, fieldEnd, named);
                    }
                    in.position(fieldEnd);
                }
                default -> throw broken(start);
            }
        }
        if (external) {
            locations.add(named == null ? "" : named);
        }
    }

    /** Reads one StringStringEntryProto: its value when it is the location, otherwise what was known before. */
    private String location(ByteBuffer in, int end, String before) throws EngineException {
        String key = "";
        String value = "";
        while (in.position() < end) {
            int start = in.position();
            long tag = varint(in, end);
            long length = varint(in, end);
            if ((tag & 7) != LENGTH || length < 0 || length > end - in.position()) {
                throw broken(start);
            }
            byte[] text = new byte[(int) length];
            in.get(text);
            if (tag >>> 3 == KEY) {
                key = new String(text, StandardCharsets.UTF_8);
            } else if (tag >>> 3 == VALUE) {
                value = new String(text, StandardCharsets.UTF_8);
            }
        }
        return key.equals("location") ? value : before;
    }

    private void checkLocations() throws EngineException {
        for (String location : locations) {
            try {
                Path folder = file.toAbsolutePath().getParent().toRealPath();
                Path weights = folder.resolve(location).normalize();
                if (location.isEmpty() || !weights.startsWith(folder)) {
                    throw outside(location);
                }
                if (!Files.isRegularFile(weights)) {
                    throw new EngineException(
                            false,
                            file + ": its weights file " + location + " is missing; copy it beside the model",
                            null);
                }
                if (!weights.toRealPath().startsWith(folder)) {
                    throw outside(location);
                }
            } catch (IOException | java.nio.file.InvalidPathException e) {
                throw new EngineException(
                        false, file + ": its weights file cannot be read: " + OneLine.of(e.toString()), e);
            }
        }
    }

    private EngineException outside(String location) {
        return new EngineException(
                false,
                file + ": names weights outside the package, " + OneLine.of(location) + "; save the model as one file",
                null);
    }

    private long varint(ByteBuffer in, int end) throws EngineException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (in.position() >= end) {
                throw broken(in.position());
            }
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken(in.position());
    }

    private void skip(ByteBuffer in, int end, int bytes) throws EngineException {
        if (end - in.position() < bytes) {
            throw broken(in.position());
        }
        in.position(in.position() + bytes);
    }

    private EngineException broken(long at) {
        return new EngineException(
                false, file + ": not a whole ONNX file (byte " + at + "); fetch or export it again", null);
    }
}
