package dev.saccade.camera;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.internal.media.MovingPointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Image files as a {@link Clip}, read by OpenCV as BGR24. The size may change from image to
 * image. Allocates two small objects an image on the Java heap (a name and a view), and what the codec needs natively.
 */
final class ImageClip implements Clip {
    private final List<Path> images;
    private final long periodNs;
    private final Mat picture = new Mat();
    private final MovingPointer from = new MovingPointer();
    private final MovingPointer to = new MovingPointer();
    private FrameFormat format;
    private long data;
    private long step;
    private int next;
    private String failure;

    /**
     * Makes the clip; nothing is read yet.
     *
     * @param images at least one
     * @param periodNs nominal period
     */
    ImageClip(List<Path> images, long periodNs) {
        this.images = images;
        this.periodNs = periodNs;
    }

    @Override
    public int next() {
        if (next == images.size()) {
            return END;
        }
        Path image = images.get(next++);
        if (!read(image)) {
            failure = "the image " + image + " cannot be read; it may be damaged or no image: replace or remove it";
            return FAILED;
        }
        int width = picture.cols();
        int height = picture.rows();
        if (width > FrameFormat.MAX_SIDE || height > FrameFormat.MAX_SIDE) {
            failure = "the image " + image + " is " + width + "x" + height + ", more than " + FrameFormat.MAX_SIDE
                    + " on a side; scale it down";
            return FAILED;
        }
        if (format == null || format.width() != width || format.height() != height) {
            format = FrameFormat.of(PixelFormat.BGR24, width, height);
        }
        data = picture.data().address();
        step = picture.step1();
        return PICTURE;
    }

    private boolean read(Path image) {
        try (BytePointer name = new BytePointer(image.toString(), StandardCharsets.UTF_8)) {
            // A full matrix would refuse another size and, on a damaged file, keep the previous picture.
            picture.release();
            opencv_imgcodecs.imread(name, picture, opencv_imgcodecs.IMREAD_COLOR);
            return !picture.empty();
        } catch (RuntimeException e) {
            // OpenCV's C++ exceptions: absurd sizes in a header, broken chunks.
            return false;
        }
    }

    @Override
    public int transfer(FrameSlot slot) {
        int bytes = PixelFormat.BGR24.rowBytes(0, format.width());
        for (int y = 0; y < format.height(); y++) {
            Pointer.memcpy(to.to(slot.address(0) + (long) y * slot.stride(0)), from.to(data + y * step), bytes);
        }
        return 0;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public long presentationNs() {
        return (next - 1) * periodNs;
    }

    @Override
    public long periodNs() {
        return periodNs;
    }

    @Override
    public long frames() {
        return images.size();
    }

    @Override
    public long lost() {
        return 0;
    }

    @Override
    public long missing() {
        return 0;
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public boolean rewind() {
        next = 0;
        return true;
    }

    @Override
    public void close() {
        picture.close();
    }
}
