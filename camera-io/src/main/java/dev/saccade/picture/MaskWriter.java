package dev.saccade.picture;

import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes a segmentation mask as a palette PNG a frame, {@code mask-000000.png} by the frame's sequence: the pixel value
 * is the class index, the palette shows it in the class's colour (background black), and at source resolution 255 is a
 * pixel that the model did not see. Files appear whole. Needs neither OpenCV nor FFmpeg. One thread.
 */
public final class MaskWriter {
    /** How large the PNGs are. */
    public enum Resolution {
        /** One pixel a mask pixel, as the model gives it. */
        MASK,
        /** The source frame's size; each source pixel takes the mask pixel under its centre. */
        SOURCE
    }

    private final Path directory;
    private final Resolution resolution;
    private IndexColorModel palette;

    /**
     * Makes the directory when it is missing.
     *
     * @param directory where the PNGs go
     * @param resolution how large they are
     * @throws PictureException when it cannot be made or written to
     */
    public MaskWriter(Path directory, Resolution resolution) throws PictureException {
        this.directory = directory.toAbsolutePath();
        this.resolution = resolution;
        Directories.makeWritable(this.directory);
    }

    /**
     * Writes the mask of one frame.
     *
     * @param seen with a mask; its frame number names the file
     * @return the file
     * @throws IOException one line, when it cannot be written
     */
    public Path write(Perception seen) throws IOException {
        if (palette == null) {
            palette = palette(seen);
        }
        boolean source = resolution == Resolution.SOURCE;
        int width = source ? seen.frameWidth() : seen.mask().width();
        int height = source ? seen.frameHeight() : seen.mask().height();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette);
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        if (source) {
            fillSource(seen.mask(), pixels, width, height);
        } else {
            fillMask(seen.mask(), pixels);
        }
        String name = String.format(Locale.ROOT, "mask-%06d.png", seen.frame());
        Path file = directory.resolve(name);
        Path part = directory.resolve(".part-" + name);
        try {
            if (!ImageIO.write(image, "png", part.toFile())) {
                throw new PictureException(false, "mask " + file + ": this Java has no PNG writer", null);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new PictureException(
                    false, "mask " + file + ": " + e.getMessage() + "; check the space on the disk", e);
        }
        return file;
    }

    private static void fillMask(SegmentationMask mask, byte[] pixels) {
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                pixels[y * mask.width() + x] = (byte) mask.at(x, y);
            }
        }
    }

    private static void fillSource(SegmentationMask mask, byte[] pixels, int width, int height) {
        int[] columns = MaskSampling.columns(mask, width);
        int[] rows = MaskSampling.rows(mask, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean seen = columns[x] >= 0 && rows[y] >= 0;
                pixels[y * width + x] = (byte) (seen ? mask.at(columns[x], rows[y]) : MaskSampling.UNSEEN);
            }
        }
    }

    private static IndexColorModel palette(Perception seen) {
        int[] colours = new int[256];
        for (int c = 0; c < MaskSampling.UNSEEN; c++) {
            boolean background = Labels.isBackground(seen.model().labels(), c);
            colours[c] = background ? 0x000000 : ClassColours.of(c);
        }
        colours[MaskSampling.UNSEEN] = 0x808080;
        return new IndexColorModel(8, 256, colours, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
    }
}
