package dev.saccade.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timings of kernels behind a line with their hash: a library that reads damaged ones may end the process. */
final class TimingCacheFile {
    static final String NAME = "timing.cache";

    private static final Logger LOG = LoggerFactory.getLogger(TimingCacheFile.class);
    private static final String TITLE = "saccade timing cache 1 ";
    private static final int HEAD = TITLE.length() + 65;
    private static final long LONGEST = 256L << 20;

    private TimingCacheFile() {}

    static void write(Path file, byte[] bytes) throws IOException {
        StoreFiles.write(file, ByteBuffer.wrap(head(bytes)), ByteBuffer.wrap(bytes));
    }

    /** The timings, or none when there are none that can be trusted. */
    static byte[] read(Path file) {
        try {
            if (Files.size(file) <= LONGEST && Files.isRegularFile(file)) {
                byte[] all = Files.readAllBytes(file);
                byte[] bytes = Arrays.copyOfRange(all, Math.min(HEAD, all.length), all.length);
                if (all.length > HEAD && Arrays.equals(head(bytes), Arrays.copyOf(all, HEAD))) {
                    return bytes;
                }
            }
            LOG.warn("{}: damaged, kernels are timed again", file);
        } catch (NoSuchFileException e) {
            LOG.debug("{}: none yet", file);
        } catch (IOException e) {
            LOG.warn("{}: cannot be read, kernels are timed again: {}", file, OneLine.of(e.toString()));
        }
        return new byte[0];
    }

    private static byte[] head(byte[] bytes) {
        return (TITLE + StoreFiles.sha256(bytes) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
