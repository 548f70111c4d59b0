package dev.saccade.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bytedeco.javacpp.BytePointer;

/**
 * A serialised engine in native memory. Its hash is that of these very bytes, so whoever exchanges the file afterwards
 * changes nothing: a library is handed what was checked. Any thread; valid until closed.
 */
public final class PlanBytes implements AutoCloseable {
    private static final long CHUNK = 1 << 22;

    private final BytePointer bytes;
    private final long size;
    private final String sha256;

    private PlanBytes(BytePointer bytes, long size, String sha256) {
        this.bytes = bytes;
        this.size = size;
        this.sha256 = sha256;
    }

    /**
     * Reads a file once, hashing what it keeps.
     *
     * @param file not a link
     * @return its bytes, owned by the caller
     * @throws IOException when it cannot be read or becomes shorter meanwhile
     */
    static PlanBytes read(Path file) throws IOException {
        return read(file, CHUNK);
    }

    /** Reads in pieces of at most {@code most} bytes. */
    static PlanBytes read(Path file, long most) throws IOException {
        BytePointer bytes = null;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            bytes = new BytePointer(Math.max(1, size));
            MessageDigest digest = StoreFiles.digest();
            for (long at = 0; at < size; ) {
                ByteBuffer chunk =
                        bytes.position(at).limit(at + Math.min(size - at, most)).asByteBuffer();
                // The buffer begins at the pointer's position, which is not 0 after the first piece.
                int read = channel.read(chunk.slice());
                if (read < 0) {
                    throw new IOException("ends after " + at + " bytes");
                }
                digest.update(chunk.slice().limit(read));
                at += read;
            }
            PlanBytes whole = new PlanBytes(
                    bytes.position(0).limit(size), size, HexFormat.of().formatHex(digest.digest()));
            bytes = null;
            return whole;
        } finally {
            if (bytes != null) {
                bytes.deallocate();
            }
        }
    }

    /** @return where they lie, for a native call; they stay this object's */
    public BytePointer pointer() {
        return bytes;
    }

    /** @return how many there are */
    public long size() {
        return size;
    }

    /** @return of these bytes, hex */
    public String sha256() {
        return sha256;
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        bytes.deallocate();
    }
}
