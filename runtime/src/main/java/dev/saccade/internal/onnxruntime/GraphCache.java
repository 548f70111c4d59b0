package dev.saccade.internal.onnxruntime;

import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Optimised graphs of one identity in a directory. A file is named by the identity and by a checksum of its content, so
 * that one atomic move publishes both, processes may race, and a damaged file is known before a library reads it. The
 * checksum guards against damage, not against whoever can write the directory; so CRC-32C, which a cold JVM computes
 * ten times faster than SHA-256, and that would cost more than the optimised graph saves.
 */
final class GraphCache {
    private static final Logger LOG = LoggerFactory.getLogger(GraphCache.class);
    private static final String SUFFIX = ".onnx";

    private final Path directory;
    private final String key;

    GraphCache(Path directory, String key) {
        this.directory = directory;
        this.key = key;
    }

    /** The identity: everything that the optimised graph depends on. */
    static String key(ModelPackage model, String library, String processor) {
        InputSpec in = model.input();
        return sha256(String.join(
                "\n",
                "optimised graph 1",
                model.identity(),
                library,
                "level " + Ort.LEVEL_ALL,
                "1x" + in.channels() + "x" + in.height() + "x" + in.width() + " " + in.layout() + " " + in.type(),
                processor));
    }

    /** The graph, checked against its name; null when there is none. A damaged one is removed. */
    Path find() {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(key) || !name.endsWith(SUFFIX)) {
                    continue;
                }
                if (name.equals(name(file))) {
                    return file;
                }
                LOG.warn("{}: damaged, it is built again", file);
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Another process removed it first.
            return null;
        } catch (IOException e) {
            LOG.warn("{}: optimised graphs cannot be read: {}", directory, OneLine.of(e.toString()));
        }
        return null;
    }

    /** A new file for the library to write to; null when the directory cannot be written. */
    Path temporary() {
        try {
            Files.createDirectories(directory);
            return Files.createTempFile(directory, key + "-", ".tmp");
        } catch (IOException e) {
            LOG.warn(
                    "{}: optimised graphs cannot be kept, every start optimises again: {}",
                    directory,
                    OneLine.of(e.toString()));
            return null;
        }
    }

    /** Makes a written file the graph of this identity. */
    void publish(Path written) {
        try {
            Files.move(written, directory.resolve(name(written)), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("{}: the optimised graph cannot be kept: {}", directory, OneLine.of(e.toString()));
            discard(written);
        }
    }

    /** Removes a graph that the library refused, or a file that it did not finish. */
    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed: {}", file, OneLine.of(e.toString()));
        }
    }

    /** The name that a file's content asks for. */
    private String name(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {
                sum.update(buffer.flip());
            }
        }
        return key + "-" + Long.toHexString(sum.getValue()) + SUFFIX;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
