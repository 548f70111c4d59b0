package dev.saccade.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
            throw Refusal.of(file, "file", "unreadable", e.toString(), "check the file and its permissions");
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void length(long bytes) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(bytes).flip());
    }
}
