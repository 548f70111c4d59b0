package dev.saccade.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskWriterTest {
    private static final byte[] PIXELS = {0, 1, 2, 2, 1, 0};

    @TempDir
    Path directory;

    private final ModelPackage model = Seen.model(Task.SEGMENTATION, "background", "road", "grass");

    private static int label(BufferedImage image, int x, int y) {
        return image.getRaster().getSample(x, y, 0);
    }

    @Test
    void shouldKeepClassIndicesAtMaskResolution() throws IOException {
        try (SegmentationMask mask = Seen.mask(3, 2, 3, PIXELS)) {
            Perception seen = Seen.of(model, 42, 30, 20, mask);
            Path file = new MaskWriter(directory.resolve("masks"), MaskWriter.Resolution.MASK).write(seen);
            assertThat(file.getFileName()).hasToString("mask-000042.png");
            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(3);
            assertThat(image.getHeight()).isEqualTo(2);
            for (int i = 0; i < PIXELS.length; i++) {
                assertThat(label(image, i % 3, i / 3)).isEqualTo(PIXELS[i]);
            }
            assertThat(image.getRGB(0, 0) & 0xffffff).as("background").isZero();
            assertThat(image.getRGB(1, 0) & 0xffffff).isEqualTo(ClassColours.of(1));
        }
    }

    @Test
    void shouldTakeTheMaskPixelUnderEachSourcePixel() throws IOException {
        try (SegmentationMask mask = Seen.mask(3, 2, 3, PIXELS)) {
            // The model saw a crop: 24 of 30 columns from column 3, all 20 rows.
            mask.map(3, 0, 8, 10);
            Perception seen = Seen.of(model, 1, 30, 20, mask);
            Path file = new MaskWriter(directory, MaskWriter.Resolution.SOURCE).write(seen);
            BufferedImage image = ImageIO.read(file.toFile());
            assertThat(image.getWidth()).isEqualTo(30);
            assertThat(image.getHeight()).isEqualTo(20);
            for (int y = 0; y < 20; y++) {
                for (int x = 0; x < 30; x++) {
                    boolean inside = x >= 3 && x < 27;
                    int expected = inside ? PIXELS[y / 10 * 3 + (x - 3) / 8] : MaskSampling.UNSEEN;
                    assertThat(label(image, x, y)).as("%d,%d", x, y).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldLeaveNoPartOfAFileBehind() throws IOException {
        Path target = Files.createDirectory(directory.resolve("mask-000001.png"));
        Files.writeString(target.resolve("in the way"), "x");
        try (SegmentationMask mask = Seen.mask(3, 2, 3, PIXELS)) {
            MaskWriter writer = new MaskWriter(directory, MaskWriter.Resolution.MASK);
            Perception seen = Seen.of(model, 1, 30, 20, mask);
            assertThatThrownBy(() -> writer.write(seen))
                    .isInstanceOf(PictureException.class)
                    .hasMessageContaining("mask-000001.png");
        }
        assertThat(directory.toFile().list()).containsExactly("mask-000001.png");
    }

    @Test
    void shouldRefuseADirectoryThatCannotBe() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> new MaskWriter(file.resolve("masks"), MaskWriter.Resolution.MASK))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("cannot be made");
        assertThatThrownBy(() -> new MaskWriter(Path.of("/proc/x"), MaskWriter.Resolution.MASK))
                .hasMessageStartingWith("directory /proc/x: it cannot be made (")
                .hasMessageNotContaining("Exception")
                .hasMessageEndingWith("; choose another place");
    }
}
