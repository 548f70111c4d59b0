package dev.saccade.camera.v4l2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.v4l2.ScriptedVideo;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Motion JPEG: decoded, damaged, of another size. */
class V4l2JpegTest {
    @TempDir
    private Path directory;

    private ScriptedCamera camera;

    @BeforeEach
    void open() throws Exception {
        camera = new ScriptedCamera(directory).plug("video0", "MJPG", 0).open("video0", "size=64x48");
    }

    @AfterEach
    void shouldGiveEverythingBack() {
        camera.close();
        assertThat(ScriptedVideo.held()).isZero();
    }

    static byte[] jpeg(int width, int height, int type, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.WHITE);
        pen.drawLine(0, 0, width / 4, height / 4);
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    private static byte[] red() throws IOException {
        return jpeg(64, 48, BufferedImage.TYPE_INT_RGB, Color.RED);
    }

    @Test
    void shouldDecode() throws Exception {
        camera.picture(1, 0, 0, red(), 0);
        Frame frame = camera.frame();
        assertThat(frame.format().pixels()).isEqualTo(PixelFormat.I420);
        assertThat(frame.format().fullRange()).isTrue();
        // Red by BT.601, full range: 76, 85, 255.
        assertThat(NativeBytes.at(frame, 0, 60, 40)).isCloseTo(76, within(4));
        assertThat(NativeBytes.at(frame, 1, 30, 20)).isCloseTo(85, within(4));
        assertThat(NativeBytes.at(frame, 2, 30, 20)).isCloseTo(255, within(4));
        frame.release();
    }

    @Test
    void shouldCountDamagedPicturesAndGoOn() throws Exception {
        byte[] whole = red();
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        byte[] noise = new byte[600];
        new Random(5).nextBytes(noise);
        byte[] empty = new byte[0];
        for (byte[] damaged : List.of(cut, noise, empty)) {
            camera.picture(1, 0, 0, damaged, 0);
            assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        }
        assertThat(camera.source().torn()).isEqualTo(3);
        camera.picture(1, 0, 0, whole, 0);
        Frame frame = camera.frame();
        assertThat(frame.sequence()).isEqualTo(3);
        assertThat(camera.source().gaps()).isZero();
        frame.release();
    }

    @Test
    void shouldSurviveEveryFlippedByte() throws Exception {
        byte[] whole = red();
        for (int i = 0; i < whole.length; i += 3) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            camera.picture(1, 0, 0, damaged, 0);
            // A flip in a table or in pixels may decode; then it is a picture.
            int status = camera.step();
            assertThat(status).isIn(FrameSource.CAPTURED, FrameSource.NOT_READY);
        }
        assertThat(camera.source().torn()).isPositive();
        camera.picture(1, 0, 0, whole, 0);
        Frame frame = camera.frame();
        assertThat(frame.format().width()).isEqualTo(64);
        frame.release();
    }

    @Test
    void shouldFollowAPictureOfAnotherSizeOrColour() throws Exception {
        camera.picture(1, 0, 0, red(), 0);
        camera.frame().release();
        camera.picture(1, 0, 0, jpeg(32, 16, BufferedImage.TYPE_BYTE_GRAY, Color.GRAY), 0);
        Frame frame = camera.frame();
        assertThat(frame.format().pixels()).isEqualTo(PixelFormat.GRAY8);
        assertThat(frame.format().width()).isEqualTo(32);
        assertThat(NativeBytes.at(frame, 0, 30, 10)).isCloseTo(128, within(4));
        frame.release();
    }

    @Test
    void shouldAllocateNothingPerFrame() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        byte[] data = red();
        camera.picture(1, 0, 0, data, 0);
        camera.frame().release();
        List<Long> rounds = new ArrayList<>();
        do {
            long allocated = 0;
            for (int i = 0; i < 300; i++) {
                camera.picture(1, 0, 0, data, 0);
                long before = threads.getThreadAllocatedBytes(self);
                int status = camera.step();
                allocated += threads.getThreadAllocatedBytes(self) - before;
                assertThat(status).isEqualTo(FrameSource.CAPTURED);
            }
            rounds.add(allocated);
        } while (rounds.get(rounds.size() - 1) > 0 && rounds.size() < 12);
        assertThat(rounds.get(rounds.size() - 1))
                .as("bytes per 300 frames: %s", rounds)
                .isZero();
    }
}
