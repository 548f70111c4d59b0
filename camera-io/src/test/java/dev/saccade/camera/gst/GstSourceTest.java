package dev.saccade.camera.gst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.frame.StampClass;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines of GStreamer's own test elements. */
class GstSourceTest {
    private static final long LONGEST_NS = 20_000_000_000L;
    private static final long LEAK_BOUND = 24L << 20;

    @BeforeAll
    static void requireGstreamer() {
        try {
            Gstreamer.load("gst:");
        } catch (SourceException e) {
            assumeTrue(false, e.getMessage());
        }
    }

    /** A rig in real time: these pipelines are live. */
    private static SourceRig rig(String pipeline) throws SourceException {
        return new SourceRig(Cameras.open("gst:" + pipeline), System.nanoTime());
    }

    private static int next(SourceRig rig) {
        long endNs = System.nanoTime() + LONGEST_NS;
        while (System.nanoTime() - endNs < 0) {
            int status = rig.step();
            if (status != FrameSource.NOT_READY) {
                return status;
            }
        }
        throw new AssertionError("nothing came from " + rig.source().uri());
    }

    private static int at(Frame frame, int plane, int x, int y) {
        try (BytePointer from = new Bytes(frame.address(plane))) {
            return from.get((long) y * frame.stride(plane) + x) & 255;
        }
    }

    /** Somebody else's bytes. */
    private static final class Bytes extends BytePointer {
        Bytes(long at) {
            address = at;
        }
    }

    /** Pure blue of a width that fits no stride, in every layout; BT.601: Y 41, U 240, V 110. */
    @ParameterizedTest
    @CsvSource({
        "I420, I420, 41, 240, 110",
        "NV12, NV12, 41, 240, 110",
        "YUY2, YUYV, 41, 240, 110",
        "UYVY, UYVY, 41, 240, 110",
        "BGR, BGR24, 0, 0, 0",
        "RGB, RGB24, 0, 0, 0",
        "GRAY8, GRAY8, 41, 0, 0"
    })
    void shouldDeliverEveryFormatWithItsOwnStrides(String theirs, PixelFormat ours, int y, int u, int v)
            throws Exception {
        try (SourceRig rig = rig("videotestsrc is-live=true pattern=blue ! video/x-raw,format=" + theirs
                + ",width=318,height=66," + (ours.isYuv() ? "colorimetry=bt601," : "") + "framerate=50/1")) {
            assertThat(rig.source().format()).isEqualTo(FrameFormat.of(ours, 318, 66));
            assertThat(rig.source().framePeriodNs()).isEqualTo(20_000_000);
            assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
            Frame frame = rig.ring().leaseNewest(-1);
            for (int[] point : new int[][] {{0, 0}, {316, 64}, {100, 40}}) {
                int x = point[0];
                int row = point[1];
                int half = x / 2;
                switch (ours) {
                    case I420 ->
                        assertYuv(
                                y,
                                u,
                                v,
                                at(frame, 0, x, row),
                                at(frame, 1, half, row / 2),
                                at(frame, 2, half, row / 2));
                    case NV12 ->
                        assertYuv(
                                y, u, v, at(frame, 0, x, row), at(frame, 1, x, row / 2), at(frame, 1, x + 1, row / 2));
                    case YUYV ->
                        assertYuv(
                                y,
                                u,
                                v,
                                at(frame, 0, 2 * x, row),
                                at(frame, 0, 2 * x + 1, row),
                                at(frame, 0, 2 * x + 3, row));
                    case UYVY ->
                        assertYuv(
                                y,
                                u,
                                v,
                                at(frame, 0, 2 * x + 1, row),
                                at(frame, 0, 2 * x, row),
                                at(frame, 0, 2 * x + 2, row));
                    case GRAY8 -> assertThat(at(frame, 0, x, row)).isBetween(20, 60);
                    case BGR24 ->
                        assertYuv(
                                255,
                                0,
                                0,
                                at(frame, 0, 3 * x, row),
                                at(frame, 0, 3 * x + 1, row),
                                at(frame, 0, 3 * x + 2, row));
                    case RGB24 ->
                        assertYuv(
                                0,
                                0,
                                255,
                                at(frame, 0, 3 * x, row),
                                at(frame, 0, 3 * x + 1, row),
                                at(frame, 0, 3 * x + 2, row));
                }
            }
            frame.release();
        }
    }

    private static void assertYuv(int a, int b, int c, int foundA, int foundB, int foundC) {
        assertThat(new int[] {foundA, foundB, foundC}).containsExactly(a, b, c);
    }

    /** Padded rows and planes: videocrop of a buffer with GstVideoMeta moves offsets and keeps strides. */
    @Test
    void shouldFollowABuffersOwnOffsets() throws Exception {
        try (SourceRig rig = rig("videotestsrc is-live=true pattern=checkers-8 ! video/x-raw,format=GRAY8,width=320,"
                + "height=240,framerate=50/1 ! videocrop left=8 top=16 right=5 bottom=3 ! appsink name=saccade")) {
            assertThat(rig.source().format().width()).isEqualTo(307);
            assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
            Frame frame = rig.ring().leaseNewest(-1);
            // Of squares of 8 pixels; cropped by one to the left and two above, the colours are exchanged.
            int corner = at(frame, 0, 0, 0);
            for (int row = 0; row < 221; row += 3) {
                for (int x = 0; x < 307; x += 5) {
                    boolean same = (x / 8 + row / 8) % 2 == 0;
                    assertThat(at(frame, 0, x, row) == corner).as(x + "," + row).isEqualTo(same);
                }
            }
            frame.release();
        }
    }

    @Test
    void shouldStampLivePicturesByTheMonotonicClock() throws Exception {
        try (SourceRig rig = rig("videotestsrc is-live=true ! video/x-raw,format=I420,framerate=100/1?upstream=7")) {
            assertThat(rig.source().upstreamDelayNs()).isEqualTo(7_000_000);
            assertThat(rig.source().stamp()).isEqualTo(StampClass.ARRIVAL);
            long latestNs = Long.MIN_VALUE;
            long sequence = -1;
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
                Frame frame = rig.ring().leaseNewest(-1);
                long ageNs = System.nanoTime() - frame.captureNs();
                assertThat(ageNs).isNotNegative();
                assertThat(frame.captureNs()).isGreaterThan(latestNs);
                assertThat(frame.sequence()).isEqualTo(++sequence);
                // Own times a whole number of periods apart, not the times at which we looked.
                if (latestNs != Long.MIN_VALUE) {
                    assertThat((frame.captureNs() - latestNs) % 10_000_000).isZero();
                }
                latestNs = frame.captureNs();
                least = Math.min(least, ageNs);
                frame.release();
            }
            assertThat(least).isLessThan(1_000_000_000);
        }
    }

    /** However long nobody looks, the next picture is no older than what the pipeline makes. */
    @Test
    void shouldGiveTheNewestAfterLookingAway() throws Exception {
        try (SourceRig rig = rig("videotestsrc is-live=true ! video/x-raw,format=I420,framerate=50/1")) {
            assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
            Frame before = rig.ring().leaseNewest(-1);
            long untilNs = before.captureNs() + 1_000_000_000L;
            before.release();
            while (System.nanoTime() - untilNs < 0) {
                Thread.onSpinWait();
            }
            assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
            Frame after = rig.ring().leaseNewest(-1);
            assertThat(after.captureNs()).isGreaterThan(untilNs - 500_000_000L);
            after.release();
        }
    }

    @Test
    void shouldEndWithTheStream() throws Exception {
        try (SourceRig rig = rig("videotestsrc num-buffers=5 is-live=true ! video/x-raw,format=BGR,framerate=50/1")) {
            int status = next(rig);
            while (status == FrameSource.CAPTURED) {
                status = next(rig);
            }
            assertThat(status).isEqualTo(FrameSource.END);
            assertThat(rig.step()).isEqualTo(FrameSource.END);
            assertThat(rig.source().fault()).isNull();
        }
    }

    /** Whether it fails while it is opened or later, by the machine's load. */
    @Test
    void shouldNameTheElementThatFails() throws Exception {
        String told;
        try (SourceRig rig = rig("videotestsrc is-live=true ! video/x-raw,format=I420,framerate=50/1"
                + " ! identity name=breaks error-after=50")) {
            int status = next(rig);
            while (status == FrameSource.CAPTURED) {
                status = next(rig);
            }
            assertThat(status).isEqualTo(FrameSource.FAILED);
            assertThat(rig.step()).isEqualTo(FrameSource.FAILED);
            told = rig.source().fault();
        } catch (SourceException e) {
            told = e.getMessage();
        }
        assertThat(told).contains("element breaks", "gst-launch-1.0").doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "videotestsrc !! nothing | USAGE | gst-launch-1.0",
                "noelementofthisname | USAGE | noelementofthisname",
                "videotestsrc nosuchproperty=1 | USAGE | nosuchproperty",
                "  | USAGE | no pipeline is given",
                "videotestsrc ! appsink name=a videotestsrc ! appsink name=b | USAGE | appsink name=saccade",
                "videotestsrc?upstream=much | USAGE | upstream=much",
                "filesrc location=/nonexistent/x.raw ! rawvideoparse | NO_DEVICE | element filesrc0",
                "videotestsrc ! video/x-raw,format=ARGB64 | BAD_INPUT | videoconvert",
                "videotestsrc num-buffers=0 ! video/x-raw,format=I420 | NO_DEVICE | without a picture"
            })
    void shouldRefuseInOneLine(String row) {
        String[] parts = row.split(" \\| ", -1);
        assertThatThrownBy(() -> Cameras.open("gst:" + parts[0])).isInstanceOfSatisfying(SourceException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(SourceException.Kind.valueOf(parts[1]));
            assertThat(e.getMessage())
                    .startsWith("source gst:")
                    .contains(parts[2])
                    .doesNotContain("\n");
        });
    }

    /** Queues and converters of other sizes on the way; the size leaps when the second source takes over. */
    @Test
    void shouldFollowAChangeOfSize() throws Exception {
        try (SourceRig rig = rig(
                "concat name=c ! appsink name=saccade"
                        + "  videotestsrc num-buffers=10 is-live=true ! video/x-raw,format=I420,width=64,height=48,framerate=50/1 ! c."
                        + "  videotestsrc num-buffers=400 is-live=true ! video/x-raw,format=NV12,width=128,height=96,framerate=50/1 ! c.")) {
            assertThat(rig.source().format()).isEqualTo(FrameFormat.of(PixelFormat.I420, 64, 48));
            long endNs = System.nanoTime() + LONGEST_NS;
            Frame frame = null;
            while (System.nanoTime() - endNs < 0
                    && (frame == null || frame.format().width() == 64)) {
                assertThat(next(rig)).isEqualTo(FrameSource.CAPTURED);
                if (frame != null) {
                    frame.release();
                }
                frame = rig.ring().leaseNewest(-1);
            }
            assertThat(frame.format().width()).isEqualTo(128);
            assertThat(frame.format().pixels()).isEqualTo(PixelFormat.NV12);
            frame.release();
        }
    }

    @Test
    void shouldReturnSoonWhenClosedFromAnotherThread() throws Exception {
        SourceRig rig = rig("videotestsrc is-live=true ! video/x-raw,format=I420,framerate=1/2");
        CountDownLatch ended = new CountDownLatch(1);
        Thread camera = new Thread(() -> {
            int status = rig.step();
            while (status >= 0) {
                status = rig.step();
            }
            ended.countDown();
        });
        camera.start();
        rig.source().close();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        camera.join();
        rig.close();
    }

    /** Every sample, buffer and caps goes back: native memory stays where it was. And the heap is left alone. */
    @Test
    void shouldKeepNothingOverThousandsOfPictures() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long me = Thread.currentThread().getId();
        try (SourceRig rig = rig("videotestsrc ! video/x-raw,format=I420,width=640,height=480,framerate=1000/1")) {
            take(rig, 500);
            long memory = Pointer.physicalBytes();
            long before = threads.getThreadAllocatedBytes(me);
            long nothing = threads.getThreadAllocatedBytes(me) - before;
            before = threads.getThreadAllocatedBytes(me);
            take(rig, 1500);
            long bytes = threads.getThreadAllocatedBytes(me) - before - nothing;
            take(rig, 1000);
            assertThat(Pointer.physicalBytes() - memory).isLessThan(LEAK_BOUND);
            assertThat(bytes / 1500).isZero();
        }
    }

    private static void take(SourceRig rig, int frames) {
        int taken = 0;
        while (taken < frames) {
            int status = rig.step();
            if (status < 0) {
                throw new AssertionError("ended after " + taken);
            }
            taken += status;
        }
    }

    @Test
    void shouldFreeWhatItOpened() throws Exception {
        String pipeline = "videotestsrc is-live=true ! video/x-raw,format=I420,width=1920,height=1080,framerate=50/1";
        for (int i = 0; i < 5; i++) {
            rig(pipeline).close();
        }
        long memory = Pointer.physicalBytes();
        for (int i = 0; i < 30; i++) {
            rig(pipeline).close();
        }
        assertThat(Pointer.physicalBytes() - memory).isLessThan(LEAK_BOUND);
    }
}
