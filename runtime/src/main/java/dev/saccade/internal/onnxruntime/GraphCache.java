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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Optimised graphs of one identity in a directory. A file is named by the identity and by the SHA-256 of its content, so
 * that one atomic move publishes both, processes may race, and a damaged file is known before a library reads it.
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

    /** The graph, checked against its hash; null when there is none. A damaged one is removed. */
    Path find() {
        if (!Files.isDirectory(directory)) {
            return null;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, key + "-*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String sum = name.substring(key.length() + 1, name.length() - SUFFIX.length());
                if (sha256(file).equals(sum)) {
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
            Files.move(
                    written, directory.resolve(key + "-" + sha256(written) + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
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

    private static String sha256(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {
                digest.update(buffer.flip());
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
