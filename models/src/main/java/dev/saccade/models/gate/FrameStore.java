package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.kernel.Kernels;
import dev.saccade.models.ModelsException;
import dev.saccade.time.MonotonicClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.BytePointer;

/**
 * A bounded number of a source's frames, spread evenly over all that it gave, on disk, so that many comparisons see the
 * same ones. Which are kept depends on their number alone. One thread; the directory belongs to the caller.
 */
public final class FrameStore {
    private final String uri;
    private final List<Stored> frames;

    private FrameStore(String uri, List<Stored> frames) {
        this.uri = uri;
        this.frames = List.copyOf(frames);
    }

    /**
     * A frame on disk.
     *
     * @param file its rows without padding, plane after plane
     * @param format size and pixels
     * @param sequence its number in the source
     * @param sha256 of the picture, hex
     */
    public record Stored(Path file, FrameFormat format, long sequence, String sha256) {}

    /**
     * Reads a supply to its end. When more than {@code most} frames are there, every second is dropped, and only every
     * second one is kept from there on.
     *
     * @param supply read to its end, not closed
     * @param most frames that are kept, at least 2
     * @param directory where they go; exists
     * @param progress hears how many frames were read
     * @return the frames
     * @throws SourceException when the source fails
     * @throws ModelsException of kind STORAGE when a frame cannot be written
     */
    public static FrameStore take(FrameSupply supply, int most, Path directory, IntConsumer progress)
            throws SourceException, ModelsException {
        List<Stored> kept = new ArrayList<>();
        int stride = 1;
        int read = 0;
        try {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                try {
                    if (read % stride == 0 && kept.size() == most) {
                        stride *= 2;
                        thin(kept);
                    }
                    if (read % stride == 0) {
                        kept.add(write(frame, directory.resolve("frame-" + read)));
                    }
                } finally {
                    frame.release();
                }
                progress.accept(++read);
            }
        } catch (IOException e) {
            throw ModelsException.storage(directory + " cannot be written", e);
        }
        return new FrameStore(supply.uri(), kept);
    }

    private static void thin(List<Stored> kept) throws IOException {
        List<Stored> stay = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            if (i % 2 == 0) {
                stay.add(kept.get(i));
            } else {
                Files.delete(kept.get(i).file());
            }
        }
        kept.clear();
        kept.addAll(stay);
    }

    private static Stored write(Frame frame, Path file) throws IOException {
        PixelFormat pixels = frame.format().pixels();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int p = 0; p < pixels.planes(); p++) {
                byte[] row = new byte[pixels.rowBytes(p, frame.format().width())];
                try (BytePointer copy = new BytePointer(row.length)) {
                    for (int y = 0; y < pixels.rows(p, frame.format().height()); y++) {
                        Kernels.copy(copy.address(), frame.address(p) + (long) y * frame.stride(p), row.length);
                        copy.position(0).get(row);
                        out.write(row);
                    }
                }
            }
        }
        return new Stored(file, frame.format(), frame.sequence(), FrameDigest.of(frame));
    }

    /** @return where they came from */
    public String uri() {
        return uri;
    }

    /** @return the frames, in order */
    public List<Stored> frames() {
        return frames;
    }

    /**
     * Some of the frames as a supply.
     *
     * @param some of {@link #frames()}
     * @param clock of the supply
     * @return owned by the caller
     */
    public FrameSupply supply(List<Stored> some, MonotonicClock clock) {
        return new FrameSupply(new StoredFrames(uri, List.copyOf(some)), HostFrameMemory.INSTANCE, some.size(), clock);
    }
}
