package dev.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceContract;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.picture.Clips;
import dev.saccade.scene.FrameNumberReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSourceTest extends FrameSourceContract {
    private static final int FRAMES = 24;
    private static final String SCENE = "size=322x240&fps=25&frames=" + FRAMES;

    @TempDir
    static Path directory;

    private static Path clip;

    @BeforeAll
    static void makeClip() throws SourceException, IOException {
        clip = Clips.write(directory.resolve("a clip.avi"), "avi", "mpeg4", avutil.AV_PIX_FMT_YUV420P, SCENE);
    }

    @Override
    protected FrameSource open(String options) throws SourceException {
        return Cameras.open("file:" + clip + (options.isEmpty() ? "" : "?" + options));
    }

    @Override
    protected int frames() {
        return FRAMES;
    }

    @ParameterizedTest
    @CsvSource({
        "avi, mpeg4, yuv420p, I420, false",
        "mp4, libopenh264, yuv420p, I420, false",
        "matroska, mjpeg, yuvj420p, I420, true",
        "avi, mjpeg, yuvj422p, I420, true",
        "nut, rawvideo, nv12, NV12, false",
        "nut, rawvideo, yuyv422, YUYV, false",
        "nut, rawvideo, uyvy422, UYVY, false",
        "nut, rawvideo, gray, GRAY8, false",
        "nut, rawvideo, rgb24, RGB24, false",
        "nut, rawvideo, bgr24, BGR24, false",
        "matroska, ffv1, yuv444p, I420, false",
        "matroska, ffv1, yuv420p10le, I420, false",
        "matroska, ffv1, bgr0, BGR24, false",
        "mpegts, mpeg4, yuv420p, I420, false",
    })
    void shouldDeliverEachFrameOfEachCodingInOrder(
            String container, String encoder, String coded, PixelFormat delivered, boolean full)
            throws SourceException, IOException {
        Path file = Clips.write(
                directory.resolve(encoder + "-" + coded + "." + container),
                container,
                encoder,
                avutil.av_get_pix_fmt(coded),
                SCENE);
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + file + "?pace=max&pixels=native"), 0)) {
            for (int i = 0; i < FRAMES; i++) {
                Frame frame = rig.lease();
                assertThat(frame.format().pixels()).isEqualTo(delivered);
                assertThat(frame.format().width()).isEqualTo(322);
                assertThat(frame.format().height()).isEqualTo(240);
                if (delivered.isYuv()) {
                    assertThat(frame.format().fullRange()).isEqualTo(full);
                }
                assertThat(number(frame)).isEqualTo(i);
                frame.release();
            }
            assertThat(rig.next()).isEqualTo(FrameSource.END);
            assertThat(rig.source().gaps()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"avi, mpeg4, yuv420p", "matroska, mjpeg, yuvj420p", "nut, rawvideo, nv12", "matroska, ffv1, yuv444p"})
    void shouldDeliverBgrUnlessTheDecodersLayoutIsAskedFor(String container, String encoder, String coded)
            throws SourceException, IOException {
        Path file = Clips.write(
                directory.resolve("bgr-" + encoder + "." + container),
                container,
                encoder,
                avutil.av_get_pix_fmt(coded),
                SCENE);
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + file + "?pace=max"), 0)) {
            for (int i = 0; i < FRAMES; i++) {
                Frame frame = rig.lease();
                assertThat(frame.format().pixels()).isEqualTo(PixelFormat.BGR24);
                assertThat(number(frame)).isEqualTo(i);
                frame.release();
            }
        }
    }

    private static long number(Frame frame) {
        PixelFormat pixels = frame.format().pixels();
        return switch (pixels) {
            case BGR24, RGB24 -> FrameNumberReader.read(frame, 3, 1);
            case YUYV -> FrameNumberReader.read(frame, 2, 0);
            case UYVY -> FrameNumberReader.read(frame, 2, 1);
            default -> FrameNumberReader.read(frame);
        };
    }

    @Test
    void shouldGiveTheEncodedPixelsOfALosslessClip() throws SourceException, IOException {
        Path file =
                Clips.write(directory.resolve("lossless.mkv"), "matroska", "ffv1", avutil.AV_PIX_FMT_YUV420P, SCENE);
        try (SourceRig coded = new SourceRig(Cameras.open("file:" + file + "?pace=max&pixels=native"), 0);
                SourceRig scene = new SourceRig(Cameras.open("synthetic:?pace=max&" + SCENE), 0)) {
            for (int i = 0; i < FRAMES; i++) {
                Frame decoded = coded.lease();
                Frame drawn = scene.lease();
                assertThat(NativeBytes.checksum(decoded)).isEqualTo(NativeBytes.checksum(drawn));
                decoded.release();
                drawn.release();
            }
        }
    }

    @Test
    void shouldSkipAndCountDamageInTheMiddle() throws SourceException, IOException {
        // Motion JPEG: each picture stands alone, so that damage to some leaves the others whole.
        Path whole = Clips.write(directory.resolve("mjpeg.avi"), "avi", "mjpeg", avutil.AV_PIX_FMT_YUVJ420P, SCENE);
        byte[] bytes = Files.readAllBytes(whole);
        int[] starts = starts(bytes);
        for (int picture : new int[] {7, 8, 15}) {
            Arrays.fill(bytes, starts[picture] + 2, starts[picture] + 600, (byte) 0);
        }
        Path damaged = Files.write(directory.resolve("damaged.avi"), bytes);
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + damaged + "?pace=max&pixels=native"), 0)) {
            int delivered = 0;
            long latest = -1;
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                assertThat(frame.sequence()).isGreaterThan(latest);
                latest = frame.sequence();
                assertThat(FrameNumberReader.read(frame)).isEqualTo(latest);
                frame.release();
                delivered++;
            }
            assertThat(rig.source().torn()).isEqualTo(3);
            assertThat(rig.source().gaps()).isZero();
            assertThat(delivered).isEqualTo(FRAMES - 3);
            assertThat(latest).isEqualTo(FRAMES - 1);
            assertThat(rig.source().fault()).contains("ends after " + delivered + " of the " + FRAMES + " frames");
        }
    }

    private static int[] starts(byte[] bytes) {
        int[] starts = new int[FRAMES];
        int found = 0;
        for (int i = 0; i + 2 < bytes.length && found < FRAMES; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == (byte) 0xd8 && bytes[i + 2] == (byte) 0xff) {
                starts[found++] = i;
            }
        }
        assertThat(found).isEqualTo(FRAMES);
        return starts;
    }

    @Test
    void shouldSurviveRandomDamageAnywhere() throws IOException {
        byte[] whole = Files.readAllBytes(clip);
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 40; round++) {
            byte[] bytes = whole.clone();
            for (int hit = random.nextInt(1, 200); hit > 0; hit--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = round % 4 == 0 ? random.nextInt(1, bytes.length) : bytes.length;
            Path file = Files.write(directory.resolve("random.avi"), Arrays.copyOf(bytes, length));
            try (SourceRig rig = new SourceRig(Cameras.open("file:" + file + "?pace=max"), 0)) {
                int status = FrameSource.CAPTURED;
                for (int i = 0; i < 10 * FRAMES && status == FrameSource.CAPTURED; i++) {
                    status = rig.next();
                }
                assertThat(status).as("seed %d round %d", seed, round).isNegative();
            } catch (SourceException e) {
                assertThat(e.getMessage())
                        .as("seed %d round %d", seed, round)
                        .contains("random.avi")
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldTellWhatIsWrongInOneLine() throws IOException {
        refuse(directory.resolve("absent.mp4"), "there is no", "absent.mp4");
        refuse(directory, "this is a directory", "dir:");
        refuse(Files.createFile(directory.resolve("empty.mp4")), "empty (0 bytes)");
        refuse(Files.writeString(directory.resolve("words.txt"), "A video? No.\n".repeat(200)), "not a video");
        refuse(Files.writeString(directory.resolve("words.mp4"), "A video? No.\n".repeat(200)), "not a video");
        byte[] noise = new byte[100_000];
        new SplittableRandom(3).nextBytes(noise);
        refuse(Files.write(directory.resolve("noise.avi"), noise), "check the file");
        byte[] head = Arrays.copyOf(Files.readAllBytes(clip), 2_000);
        refuse(Files.write(directory.resolve("head.avi"), head), "head.avi");
    }

    private static void refuse(Path file, String... words) {
        assertThatThrownBy(() -> Cameras.open("file:" + file).close())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.BAD_INPUT))
                .message()
                .contains(words)
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseSoundWithoutPictures() throws IOException {
        // One second of silence, 8 kHz, 8 bit.
        byte[] wave = new byte[44 + 8_000];
        java.nio.ByteBuffer out = java.nio.ByteBuffer.wrap(wave).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + 8_000);
        out.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
        out.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(8_000);
        out.putShort((short) 1).putShort((short) 8);
        out.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(8_000);
        refuse(Files.write(directory.resolve("sound.wav"), wave), "no video stream");
    }
}
