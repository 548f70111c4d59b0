package dev.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.picture.Clips;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold fewer pictures than their header states. */
class CutVideoTest {
    private static final int FRAMES = 60;
    private static final String SCENE = "size=160x120&fps=25&frames=" + FRAMES;
    // In an AVI's stream header: the number of frames, behind the tag and the size.
    private static final int COUNT_AFTER_TAG = 40;

    @TempDir
    Path directory;

    /** How playing a file to its end went. */
    private record Outcome(int delivered, int status, long lost, String fault) {}

    private static Outcome play(Path file, String options) throws SourceException {
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + file + options), 0)) {
            int delivered = 0;
            int status = rig.next();
            while (status == FrameSource.CAPTURED) {
                delivered++;
                status = rig.next();
            }
            return new Outcome(
                    delivered,
                    status,
                    rig.source().gaps() + rig.source().torn(),
                    rig.source().fault());
        }
    }

    private Path whole(String container, String encoder) throws SourceException, IOException {
        boolean jpeg = encoder.equals("mjpeg");
        return Clips.write(
                directory.resolve("whole." + container),
                container,
                encoder,
                jpeg ? avutil.AV_PIX_FMT_YUVJ420P : avutil.AV_PIX_FMT_YUV420P,
                SCENE);
    }

    private Path half(Path whole) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        return Files.write(directory.resolve("cut.video"), Arrays.copyOf(bytes, bytes.length / 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpeg4", "mjpeg"})
    void shouldFailAtTheEndOfACutFileWhenEveryFrameIsPromised(String encoder) throws SourceException, IOException {
        Path cut = half(whole("avi", encoder));
        Outcome outcome = play(cut, "?pace=max");
        assertThat(outcome.status()).isEqualTo(FrameSource.FAILED);
        assertThat(outcome.delivered()).isBetween(FRAMES / 4, FRAMES * 3 / 4);
        assertThat(outcome.lost()).isEqualTo(FRAMES - outcome.delivered());
        assertThat(outcome.fault())
                .contains("file:" + cut, "ends after " + outcome.delivered() + " of the " + FRAMES + " frames")
                .contains("cut or damaged; fetch or record it again")
                .doesNotContain("\n");
    }

    @Test
    void shouldEndAndCountTheMissingWhenPlayingLive() throws SourceException, IOException {
        Outcome outcome = play(half(whole("avi", "mpeg4")), "");
        assertThat(outcome.status()).isEqualTo(FrameSource.END);
        assertThat(outcome.lost()).isEqualTo(FRAMES - outcome.delivered()).isPositive();
        assertThat(outcome.fault()).isNull();
    }

    @Test
    void shouldLoopACutFile() throws SourceException, IOException {
        try (SourceRig rig =
                new SourceRig(Cameras.open("file:" + half(whole("avi", "mpeg4")) + "?pace=max&loop=true"), 0)) {
            for (int i = 0; i < 3 * FRAMES; i++) {
                assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            }
            assertThat(rig.source().fault()).isNull();
            // The picture at the cut, once a round.
            assertThat(rig.source().torn()).isLessThan(FRAMES / 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpeg4", "mjpeg"})
    void shouldCountWhatDamageInTheMiddleTakes(String encoder) throws SourceException, IOException {
        byte[] bytes = Files.readAllBytes(whole("avi", encoder));
        byte[] noise = new byte[bytes.length / 3];
        new SplittableRandom(7).nextBytes(noise);
        System.arraycopy(noise, 0, bytes, bytes.length / 3, noise.length);
        Path damaged = Files.write(directory.resolve("damaged.avi"), bytes);
        Outcome live = play(damaged, "");
        assertThat(live.status()).isEqualTo(FrameSource.END);
        assertThat(live.delivered()).isLessThan(FRAMES * 9 / 10);
        assertThat(live.lost()).isEqualTo(FRAMES - live.delivered());
        Outcome lossless = play(damaged, "?pace=max");
        assertThat(lossless.status()).isEqualTo(FrameSource.FAILED);
        assertThat(lossless.lost()).isEqualTo(live.lost());
        assertThat(lossless.fault()).contains("of the " + FRAMES + " frames");
    }

    @ParameterizedTest
    @CsvSource({"avi, mpeg4", "mp4, mpeg4", "mov, mjpeg", "matroska, mpeg4", "nut, mjpeg", "mpegts, mpeg4", "flv, flv"})
    void shouldEndWithoutAGapWhenTheFileIsComplete(String container, String encoder)
            throws SourceException, IOException {
        Path file = whole(container, encoder);
        for (String options : new String[] {"", "?pace=max"}) {
            assertThat(play(file, options)).isEqualTo(new Outcome(FRAMES, FrameSource.END, 0, null));
        }
    }

    @Test
    void shouldNotGuessTheNumberWhereTheHeaderStatesNone() throws SourceException, IOException {
        Outcome outcome = play(half(whole("matroska", "mjpeg")), "?pace=max");
        assertThat(outcome.status()).isEqualTo(FrameSource.END);
        assertThat(outcome.delivered()).isBetween(1, FRAMES - 1);
        assertThat(outcome.lost()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldNotMissTheRepeatsOfAnAvi() throws SourceException, IOException {
        Path file = Clips.write(directory.resolve("sparse.avi"), "avi", "mpeg4", avutil.AV_PIX_FMT_YUV420P, SCENE, 3);
        assertThat(stated(Files.readAllBytes(file))).isGreaterThan(2 * FRAMES);
        assertThat(play(file, "?pace=max")).isEqualTo(new Outcome(FRAMES, FrameSource.END, 0, null));
    }

    @Test
    void shouldTolerateAHeaderThatMiscountsByOne() throws SourceException, IOException {
        byte[] bytes = Files.readAllBytes(whole("avi", "mpeg4"));
        assertThat(stated(bytes)).isEqualTo(FRAMES);
        assertThat(play(restated(bytes, FRAMES + 1), "?pace=max").status()).isEqualTo(FrameSource.END);
        assertThat(play(restated(bytes, FRAMES - 1), "?pace=max").status()).isEqualTo(FrameSource.END);
        Outcome more = play(restated(bytes, FRAMES + 4), "?pace=max");
        assertThat(more.status()).isEqualTo(FrameSource.FAILED);
        assertThat(more.delivered()).isEqualTo(FRAMES);
        assertThat(more.lost()).isEqualTo(4);
    }

    private static int stated(byte[] avi) {
        return ByteBuffer.wrap(avi).order(ByteOrder.LITTLE_ENDIAN).getInt(countAt(avi));
    }

    private Path restated(byte[] avi, int frames) throws IOException {
        byte[] bytes = avi.clone();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(countAt(bytes), frames);
        return Files.write(directory.resolve("restated-" + frames + ".avi"), bytes);
    }

    private static int countAt(byte[] avi) {
        return new String(avi, StandardCharsets.ISO_8859_1).indexOf("strh") + COUNT_AFTER_TAG;
    }
}
