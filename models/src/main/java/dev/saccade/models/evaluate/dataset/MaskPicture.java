package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A mask that was read: a class index for each pixel.
 *
 * @param width pixels
 * @param height pixels
 * @param classes model's class index by pixel, row-major; {@link #IGNORED} where it does not count
 */
public record MaskPicture(int width, int height, byte[] classes) {
    /** A pixel that does not count, in files and here. */
    public static final int IGNORED = 255;

    private static final long MOST_PIXELS = 1L << 26;

    /**
     * Reads a mask.
     *
     * @param truth which file, and what its indices mean
     * @return the mask
     * @throws ModelsException of kind BAD_INPUT for a damaged file, another form of picture, or an index without a label
     */
    public static MaskPicture read(Truth.OfPixels truth) throws ModelsException {
        Path file = truth.mask();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = in == null ? null : ImageIO.getImageReadersByFormatName("png");
            if (readers == null || !readers.hasNext()) {
                throw ModelsException.badInput(file + ": cannot be opened as a PNG; check the file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                if ((long) width * height > MOST_PIXELS) {
                    throw ModelsException.badInput(
                            file + ": " + width + "x" + height + " pixels; at most 64 million are read");
                }
                return of(truth, reader.readAsRenderedImage(0, null));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The reader throws what it likes on damaged chunks.
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    file + ": cannot be read as a PNG (" + e.getMessage() + "); replace the mask",
                    e);
        }
    }

    private static MaskPicture of(Truth.OfPixels truth, RenderedImage image) throws ModelsException {
        Raster raster = image.getData();
        if (raster.getNumBands() != 1 || raster.getTransferType() != DataBuffer.TYPE_BYTE) {
            throw ModelsException.badInput(truth.mask() + ": has " + raster.getNumBands() + " channels of "
                    + DataBuffer.getDataTypeSize(raster.getTransferType())
                    + " bits; a mask is grey or palette, 8 bits at most, the class index in each pixel");
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] classes = new byte[width * height];
        int[] row = new int[width];
        List<Integer> meaning = truth.classes();
        for (int y = 0; y < height; y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int index = row[x];
                if (index >= meaning.size() && index != IGNORED) {
                    throw ModelsException.badInput(truth.mask() + ": pixel (" + x + ", " + y + ") holds class " + index
                            + ", but there are " + meaning.size()
                            + " labels; correct the mask, or write 255 where nothing counts");
                }
                classes[y * width + x] = (byte) (index == IGNORED ? IGNORED : meaning.get(index));
            }
        }
        return new MaskPicture(width, height, classes);
    }
}
