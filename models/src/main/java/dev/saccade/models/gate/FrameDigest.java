package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.PixelFormat;
import dev.saccade.kernel.Kernels;
import dev.saccade.models.pull.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;

/** SHA-256 of a picture: its format in words, then its rows without padding, plane after plane. Stateless. */
public final class FrameDigest {
    private FrameDigest() {}

    /**
     * Digests a picture.
     *
     * @param frame leased by the caller, read during the call only
     * @return SHA-256, hex
     */
    public static String of(Frame frame) {
        PixelFormat pixels = frame.format().pixels();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame.format().toString().getBytes(StandardCharsets.UTF_8));
        for (int p = 0; p < pixels.planes(); p++) {
            int rowBytes = pixels.rowBytes(p, frame.format().width());
            byte[] row = new byte[rowBytes];
            try (BytePointer copy = new BytePointer(rowBytes)) {
                for (int y = 0; y < pixels.rows(p, frame.format().height()); y++) {
                    Kernels.copy(copy.address(), frame.address(p) + (long) y * frame.stride(p), rowBytes);
                    copy.position(0).get(row);
                    all.writeBytes(row);
                }
            }
        }
        return Sha256.of(all.toByteArray());
    }
}
