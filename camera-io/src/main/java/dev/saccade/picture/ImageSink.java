package dev.saccade.picture;

import dev.saccade.internal.media.OpenCv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** One image file a picture, numbered by frame. Each is written under a temporary name and moved. */
final class ImageSink implements PictureSink {
    // zlib level 1 is a third of the time of the default for pictures a tenth larger.
    private static final int[] PNG = {opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 1};
    private static final int[] JPEG = {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 92};

    private final Path directory;
    private final String extension;

    ImageSink(Path directory, String extension) throws PictureException {
        this.directory = directory;
        this.extension = extension;
        Directories.makeWritable(directory);
        OpenCv.load();
    }

    @Override
    public void write(Canvas canvas, long frame) throws IOException {
        String name = String.format(Locale.ROOT, "frame-%06d.%s", frame, extension);
        Path file = directory.resolve(name);
        Path part = directory.resolve(".part-" + name);
        boolean written;
        try (BytePointer path = new BytePointer(part.toString(), StandardCharsets.UTF_8)) {
            written = opencv_imgcodecs.imwrite(path, canvas.pixels(), extension.equals("png") ? PNG : JPEG);
        } catch (RuntimeException e) {
            Files.deleteIfExists(part);
            throw new PictureException(false, "image " + file + ": " + firstLine(e), e);
        }
        if (!written) {
            Files.deleteIfExists(part);
            throw new PictureException(
                    false, "image " + file + ": it cannot be written; check the space on the disk", null);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("OpenCV failed");
    }

    @Override
    public void close() {
        // Every file is whole already.
    }
}
