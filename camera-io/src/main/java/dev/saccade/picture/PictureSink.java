package dev.saccade.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Where pictures are written to. One thread. */
public interface PictureSink extends AutoCloseable {
    /**
     * Opens a sink. The name decides what it is:
     *
     * <ul>
     *   <li>{@code FILE.mp4} or {@code FILE.mkv}: a video, H.264 where the encoder takes the size, else MPEG-4
     *   <li>{@code DIR} (no extension, or an existing directory): {@code DIR/frame-000000.png} and so on
     *   <li>{@code DIR/*.jpg} or {@code DIR/*.png}: the same in that format
     * </ul>
     *
     * A video is written beside its target under a temporary name and moved there by {@link #close()}; an image file
     * appears whole.
     *
     * @param target file or directory; a directory is made when missing
     * @param fps nominal frames a second of a video, 0 when unknown (then 25); ignored for images
     * @return the sink, owned by the caller
     * @throws PictureException when the extension is unknown or the place cannot be written
     */
    static PictureSink open(Path target, double fps) throws PictureException {
        Path whole = target.toAbsolutePath();
        String name = String.valueOf(whole.getFileName());
        if (Files.isDirectory(whole) || (name.lastIndexOf('.') <= 0 && !name.startsWith("*."))) {
            return new ImageSink(whole, "png");
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        boolean pattern = name.startsWith("*.");
        if (pattern && (extension.equals("png") || extension.equals("jpg"))) {
            return new ImageSink(whole.getParent(), extension);
        }
        if (!pattern && (extension.equals("mp4") || extension.equals("mkv"))) {
            return new VideoSink(whole, extension.equals("mp4") ? "mp4" : "matroska", fps > 0 ? fps : 25);
        }
        throw new PictureException(
                true,
                "pictures to " + target + ": unknown extension '." + extension
                        + "'; write FILE.mp4, FILE.mkv, a directory, DIR/*.png or DIR/*.jpg",
                null);
    }

    /**
     * Writes one picture.
     *
     * @param canvas read during the call; all pictures of one video have the size of the first
     * @param frame the frame's sequence: names the image file, places the picture in the video; growing
     * @throws IOException one line, when it cannot be written
     */
    void write(Canvas canvas, long frame) throws IOException;

    /**
     * Finishes; a video appears under its name, unless writing failed or there was no picture. Idempotent.
     *
     * @throws IOException one line, when the end cannot be written
     */
    @Override
    void close() throws IOException;
}
