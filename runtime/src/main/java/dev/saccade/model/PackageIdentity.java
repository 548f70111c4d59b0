package dev.saccade.model;

import dev.saccade.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.javacpp.BytePointer;

/**
 * SHA-256 over a package's files, each with its role and length before its bytes, so that bytes cannot move from one
 * file to the next unnoticed. Where the package lies does not count. Files are streamed.
 */
final class PackageIdentity {
    private static final int CHUNK = 256 * 1024;

    private final MessageDigest digest;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);

    PackageIdentity() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Adds a file.
     *
     * @param role what it is in the package
     * @param file the file, or null when the package has none in this role
     */
    PackageIdentity add(String role, Path file) throws PackageException {
        digest.update(role.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        if (file == null) {
            length(-1);
            return this;
        }
        try (FileChannel in = FileChannel.open(file)) {
            length(in.size());
            while (in.read(chunk.clear()) >= 0) {
                digest.update(chunk.flip());
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return this;
    }

    /**
     * Adds a file, and keeps what was hashed.
     *
     * @param role what it is in the package
     * @param file of at most {@link OnnxFile#MAX_BYTES}
     * @return its bytes; the caller frees them
     */
    BytePointer addKept(String role, Path file) throws PackageException {
        digest.update(role.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        BytePointer bytes = null;
        try (FileChannel in = FileChannel.open(file)) {
            long size = Math.min(in.size(), OnnxFile.MAX_BYTES);
            length(size);
            if (size == 0) {
                throw new IOException("0 bytes");
            }
            bytes = new BytePointer(size);
            ByteBuffer rest = bytes.asByteBuffer();
            while (rest.hasRemaining()) {
                int from = rest.position();
                if (in.read(rest.limit((int) Math.min(size, from + (long) CHUNK))) < 0) {
                    throw new IOException("ends after " + from + " bytes");
                }
                digest.update(rest.duplicate().position(from).limit(rest.position()));
                rest.limit((int) size);
            }
            BytePointer whole = bytes;
            bytes = null;
            return whole;
        } catch (IOException e) {
            throw unreadable(file, e);
        } finally {
            if (bytes != null) {
                bytes.deallocate();
            }
        }
    }

    private static PackageException unreadable(Path file, IOException e) {
        return Refusal.of(file, "file", "unreadable", e.toString(), "check the file and its permissions");
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void length(long bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes).flip());
    }
}
