package dev.saccade.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Annotated pictures side by side in one PNG, to be compared by eye; one of them is framed. For people. One thread. */
public final class ContactSheet {
    private static final int TILE_WIDTH = 640;
    private static final int GAP = 8;
    private static final int FRAME = 0x00c853;

    private final int columns;
    private final List<BufferedImage> tiles = new ArrayList<>();

    /** @param columns tiles in a row, at least 1 */
    public ContactSheet(int columns) {
        this.columns = columns;
    }

    /**
     * Adds a picture, brought to 640 pixels of width when it is wider.
     *
     * @param canvas read during the call
     */
    public void add(Canvas canvas) {
        BufferedImage picture = new BufferedImage(canvas.width(), canvas.height(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        int row = 3 * canvas.width();
        for (int y = 0; y < canvas.height(); y++) {
            canvas.pixels().ptr(y).get(pixels, y * row, row);
        }
        int width = Math.min(TILE_WIDTH, canvas.width());
        int height = Math.max(1, canvas.height() * width / canvas.width());
        BufferedImage tile = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = tile.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(picture, 0, 0, width, height, null);
        pen.dispose();
        tiles.add(tile);
    }

    /**
     * Writes the sheet; it appears whole.
     *
     * @param file PNG to write
     * @param framed which picture gets a green frame, counted from 0
     * @throws IOException one line, when it cannot be written
     */
    public void write(Path file, int framed) throws IOException {
        int width = tiles.stream().mapToInt(BufferedImage::getWidth).max().orElse(1) + GAP;
        int height = tiles.stream().mapToInt(BufferedImage::getHeight).max().orElse(1) + GAP;
        int across = Math.min(columns, Math.max(1, tiles.size()));
        int down = Math.max(1, (tiles.size() + across - 1) / across);
        BufferedImage sheet =
                new BufferedImage(across * width + GAP, down * height + GAP, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = sheet.createGraphics();
        for (int i = 0; i < tiles.size(); i++) {
            int x = GAP + i % across * width;
            int y = GAP + i / across * height;
            if (i == framed) {
                pen.setColor(new java.awt.Color(FRAME));
                pen.fillRect(x - GAP / 2, y - GAP / 2, width, height);
            }
            pen.drawImage(tiles.get(i), x, y, null);
        }
        pen.dispose();
        Path whole = file.toAbsolutePath();
        Path part = whole.resolveSibling(".part-" + whole.getFileName());
        try {
            Files.createDirectories(whole.getParent());
            if (!ImageIO.write(sheet, "png", part.toFile())) {
                throw new PictureException(false, "picture " + file + ": this Java has no PNG writer", null);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new PictureException(
                    false, "picture " + file + ": " + e.getMessage() + "; check the space on the disk", e);
        }
    }
}
