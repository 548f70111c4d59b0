package dev.saccade.camera.v4l2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.v4l2.ScriptedVideo;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures: which one comes, with which number and stamp, and what is counted. */
class V4l2SourceTest {
    @TempDir
    private Path directory;

    private ScriptedCamera camera;

    @BeforeEach
    void plug() {
        camera = new ScriptedCamera(directory);
    }

    @AfterEach
    void shouldGiveEverythingBack() {
        camera.close();
        assertThat(ScriptedVideo.held()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "YUYV, 0, YUYV", "YUYV, 32, YUYV", "UYVY, 0, UYVY", "NV12, 0, NV12", "NV12, 32, NV12", "GREY, 32, GRAY8",
        "YU12, 0, I420", "BGR3, 0, BGR24", "RGB3, 0, RGB24", "NM12, 1, NV12", "NM12, 33, NV12", "YUYV, 1, YUYV"
    })
    void shouldCopyEachLayoutAsItStands(String fourcc, int traits, PixelFormat pixels) throws Exception {
        camera.plug("video0", fourcc, traits).open("video0", "size=64x48&fps=30");
        assertThat(camera.source().format().pixels()).isEqualTo(pixels);
        byte[] data = null;
        if (!fourcc.equals("NM12")) {
            // Each byte tells its place in the driver's buffer.
            int stride = pixels.rowBytes(0, 64) + ((traits & 32) == 0 ? 0 : 12);
            data = new byte[stride * (pixels.planes() > 1 ? 72 : 48)];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) (i % 251);
            }
        }
        camera.picture(1, 0, 0, data, 7);
        Frame frame = camera.frame();
        assertThat(frame.format()).isSameAs(camera.source().format());
        for (int p = 0; p < pixels.planes(); p++) {
            int last = pixels.rowBytes(p, 64) - 1;
            int bottom = pixels.rows(p, 48) - 1;
            int[] stride = {pixels.rowBytes(0, 64) + ((traits & 32) == 0 ? 0 : 12), 0, 0};
            int luma = stride[0] * 48;
            int chroma = pixels == PixelFormat.I420 ? stride[0] / 2 : stride[0];
            int start = p == 0 ? 0 : luma + (p - 1) * chroma * 24;
            int row = p == 0 ? stride[0] : chroma;
            int expectedFirst = data == null ? 7 + p : start % 251;
            int expectedLast = data == null ? 7 + p : (start + bottom * row + last) % 251;
            assertThat(NativeBytes.at(frame, p, 0, 0))
                    .as("first of plane %d", p)
                    .isEqualTo(expectedFirst);
            assertThat(NativeBytes.at(frame, p, last, bottom))
                    .as("last of plane %d", p)
                    .isEqualTo(expectedLast);
        }
        frame.release();
    }

    @Test
    void shouldTellMatrixAndRangeOfTheDriver() throws Exception {
        camera.plug("video0", "YUYV", 0).open("video0", "size=64x48");
        assertThat(camera.source().format()).isEqualTo(new FrameFormat(PixelFormat.YUYV, 64, 48, 709, true));
    }

    @Test
    void shouldDemosaicASensor() throws Exception {
        camera.plug("video0", "RGGB", 0).open("video0", "");
        camera.picture(9);
        Frame frame = camera.frame();
        assertThat(frame.format().pixels()).isEqualTo(PixelFormat.BGR24);
        assertThat(NativeBytes.at(frame, 0, 100, 20)).isEqualTo(9);
        frame.release();
    }

    @Test
    void shouldTakeTheNewestAndCountTheOthers() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "buffers=4");
        camera.picture(1);
        camera.picture(2);
        camera.picture(3);
        Frame frame = camera.frame();
        assertThat(NativeBytes.at(frame, 0, 0, 0)).isEqualTo(3);
        assertThat(frame.sequence()).isEqualTo(2);
        assertThat(frame.captureNs()).isEqualTo(camera.stampNs() / 1000 * 1000);
        assertThat(camera.source().skipped()).isEqualTo(2);
        assertThat(camera.source().gaps()).isZero();
        frame.release();
    }

    @Test
    void shouldNotDeliverWhatWaitedInAFullQueue() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "buffers=4");
        camera.picture(9);
        camera.frame().release();
        for (int i = 0; i < 4; i++) {
            assertThat(camera.picture(i)).isTrue();
        }
        assertThat(camera.picture(4)).as("the driver has no buffer left").isFalse();
        assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        camera.picture(5);
        Frame frame = camera.frame();
        assertThat(NativeBytes.at(frame, 0, 0, 0)).isEqualTo(5);
        assertThat(camera.source().skipped()).isEqualTo(4);
        assertThat(camera.source().gaps()).isEqualTo(1);
        frame.release();
    }

    @Test
    void shouldCountGapsInTheDriversSequence() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1);
        camera.frame().release();
        camera.picture(5, 0, 0, null, 2);
        Frame frame = camera.frame();
        assertThat(frame.sequence()).isEqualTo(5);
        assertThat(camera.source().gaps()).isEqualTo(4);
        frame.release();
    }

    @Test
    void shouldNumberOnAcrossTheWrapOfTheSequence() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.number(-2);
        for (int i = 0; i < 5; i++) {
            camera.picture(i);
            Frame frame = camera.frame();
            assertThat(frame.sequence()).isEqualTo(i);
            frame.release();
        }
        assertThat(camera.source().gaps()).isZero();
        assertThat(camera.source().resets()).isZero();
    }

    @Test
    void shouldCountASequenceThatBeginsAnewAndNumberOn() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.number(1000);
        camera.picture(1);
        camera.frame().release();
        camera.number(0);
        camera.picture(2);
        Frame frame = camera.frame();
        assertThat(frame.sequence()).isEqualTo(1);
        assertThat(camera.source().resets()).isEqualTo(1);
        assertThat(camera.source().gaps()).isZero();
        frame.release();
    }

    @Test
    void shouldNumberForADriverThatDoesNot() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        for (int i = 0; i < 3; i++) {
            camera.picture(0, 0, 0, null, i);
            Frame frame = camera.frame();
            assertThat(frame.sequence()).isEqualTo(i);
            frame.release();
        }
    }

    @Test
    void shouldGiveARepeatedPictureTheSameNumber() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1);
        camera.frame().release();
        ScriptedVideo.picture("video0", 1, camera.stampNs(), 0, 0, null, 1);
        camera.step();
        assertThat(camera.source().gaps()).isZero();
        assertThat(camera.rig().ring().leaseNewest(0))
                .as("a frame after number 0")
                .isNull();
    }

    @Test
    void shouldCountTornPicturesAndDropThem() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1, ScriptedVideo.DAMAGED, 0, null, 1);
        assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        camera.picture(1, 0, 1, null, 2);
        assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        assertThat(camera.source().torn()).isEqualTo(2);
        camera.picture(3);
        Frame frame = camera.frame();
        assertThat(frame.sequence()).isEqualTo(2);
        assertThat(camera.source().gaps()).isZero();
        frame.release();
    }

    @Test
    void shouldDeliverTheWholePictureBeforeATornOne() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1);
        camera.picture(1, ScriptedVideo.DAMAGED, 0, null, 2);
        Frame frame = camera.frame();
        assertThat(NativeBytes.at(frame, 0, 0, 0)).isEqualTo(1);
        assertThat(camera.source().torn()).isEqualTo(1);
        assertThat(camera.source().skipped()).isZero();
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"0, KERNEL, 33333333", "8, KERNEL, 0", "4, ARRIVAL, 66666666"})
    void shouldSayWhereItsStampsComeFrom(int traits, StampClass stamp, long upstreamNs) throws Exception {
        camera.plug("video0", "GREY", traits).open("video0", "fps=30");
        assertThat(camera.source().stamp()).isEqualTo(stamp);
        assertThat(camera.source().upstreamDelayNs()).isEqualTo(upstreamNs);
        camera.picture(1);
        ScriptedVideo.clock(camera.stampNs() + 77);
        Frame frame = camera.frame();
        assertThat(frame.stamp()).isEqualTo(stamp);
        assertThat(frame.captureNs())
                .isEqualTo(stamp == StampClass.KERNEL ? camera.stampNs() / 1000 * 1000 : camera.stampNs() + 77);
        frame.release();
    }

    @Test
    void shouldNotBelieveAStampThatIsStillToCome() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1);
        ScriptedVideo.clock(camera.stampNs() - 5_000_000);
        Frame frame = camera.frame();
        assertThat(frame.captureNs()).isEqualTo(camera.stampNs() - 5_000_000);
        frame.release();
    }

    @Test
    void shouldTakeTheRateThatTheDriverAgreesTo() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "fps=15");
        assertThat(camera.source().framePeriodNs()).isEqualTo(66_666_667L);
    }

    @Test
    void shouldKeepOneBufferOnlyWhileItIsRead() throws Exception {
        camera.plug("video0", "GREY", 0).open("video0", "buffers=4");
        for (int i = 0; i < 20; i++) {
            assertThat(ScriptedVideo.queued("video0")).isGreaterThanOrEqualTo(3);
            camera.picture(i);
            camera.frame().release();
        }
        assertThat(camera.source().skipped()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"YUYV, 0", "NM12, 1", "BA81, 0"})
    void shouldAllocateNothingPerFrame(String fourcc, int traits) throws Exception {
        camera.plug("video0", fourcc, traits).open("video0", "");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        List<Long> rounds = new ArrayList<>();
        do {
            long allocated = 0;
            for (int i = 0; i < 300; i++) {
                camera.picture(i);
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
