package dev.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twenty megapixels, and files that promise more than there is. */
class LargePictureTest {
    private static final int WIDTH = 5_472;
    private static final int HEIGHT = 3_648;
    private static final int CORNER = 150;

    @TempDir
    Path directory;

    private Path picture(String extension) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = HEIGHT - 64; y < HEIGHT; y++) {
            for (int x = WIDTH - 64; x < WIDTH; x++) {
                image.setRGB(x, y, CORNER << 16 | CORNER << 8 | CORNER);
            }
        }
        Path file = directory.resolve("large." + extension);
        assertThat(ImageIO.write(image, extension, file.toFile())).isTrue();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void shouldDeliverTwentyMegapixels(String extension) throws Exception {
        Path file = picture(extension);
        for (String uri : new String[] {"file:" + file, "dir:" + directory}) {
            try (SourceRig rig = new SourceRig(Cameras.open(uri + "?pace=max"), 0)) {
                Frame frame = rig.lease();
                assertThat(frame.format().width()).isEqualTo(WIDTH);
                assertThat(frame.format().height()).isEqualTo(HEIGHT);
                assertThat(NativeBytes.at(frame, 0, 3 * (WIDTH - 20), HEIGHT - 20))
                        .isBetween(CORNER - 4, CORNER + 4);
                assertThat(NativeBytes.at(frame, 0, 30, 30)).isLessThan(5);
                frame.release();
                assertThat(rig.next()).isEqualTo(FrameSource.END);
            }
        }
    }

    @Test
    void shouldRefuseWhatIsEmptyCutOrTooLargeInOneLine() throws IOException {
        Path whole = picture("png");
        byte[] bytes = Files.readAllBytes(whole);
        Files.delete(whole);
        refuse(Files.createFile(directory.resolve("empty.png")), "empty");
        refuse(Files.createFile(directory.resolve("empty.jpg")), "empty");
        refuse(Files.write(directory.resolve("cut.png"), Arrays.copyOf(bytes, 60)), "cut.png");
        // The header's width and height: 65535 by 65535, with nothing behind that.
        byte[] huge = bytes.clone();
        for (int i : new int[] {18, 19, 22, 23}) {
            huge[i] = (byte) 0xff;
        }
        refuse(Files.write(directory.resolve("huge.png"), huge), "huge.png");
    }

    private void refuse(Path file, String word) throws IOException {
        for (String uri : new String[] {"file:" + file, "dir:" + directory}) {
            assertThatThrownBy(() -> Cameras.open(uri).close())
                    .as(uri)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(word)
                    .message()
                    .doesNotContain("\n");
        }
        Files.delete(file);
    }
}
