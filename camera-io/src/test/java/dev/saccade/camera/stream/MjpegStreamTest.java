package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MjpegStreamTest {
    private static final byte[] DARK = MjpegServer.jpeg(320, 240, 40);
    private static final byte[] BRIGHT = MjpegServer.jpeg(320, 240, 200);

    private static byte[] alternating(int number) {
        return number % 2 == 0 ? DARK : BRIGHT;
    }

    private static boolean isBright(Frame frame) {
        return NativeBytes.at(frame, 0, 100, 100) > 120;
    }

    @Test
    void shouldDeliverPicturesInTheirOwnLayoutStampedOnArrival() throws Exception {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url("") + "?upstream=42")) {
            assertThat(viewer.source().upstreamDelayNs()).isEqualTo(42_000_000L);
            long latest = -1;
            for (int i = 0; i < 20; i++) {
                Frame frame = viewer.next();
                assertThat(frame.sequence()).isGreaterThan(latest);
                latest = frame.sequence();
                assertThat(frame.stamp()).isEqualTo(StampClass.ARRIVAL);
                assertThat(frame.captureNs()).isLessThanOrEqualTo(System.nanoTime());
                assertThat(frame.format().pixels()).isIn(PixelFormat.GRAY8, PixelFormat.I420);
                frame.release();
            }
            viewer.until("a bright picture", MjpegStreamTest::isBright);
            viewer.until("a dark picture", frame -> !isBright(frame));
            assertThat(viewer.source().fault()).isNull();
            assertThat(viewer.source().torn()).isZero();
            assertThat(viewer.source().reconnects()).isZero();
        }
    }

    @Test
    void shouldComeBackWhenTheConnectionBreaks() throws Exception {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url(""))) {
            viewer.next().release();
            server.cut();
            viewer.until("a frame of a new connection", frame -> viewer.source().reconnects() == 1);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldComeBackWhenTheSenderFallsSilent() throws Exception {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url("") + "?stall=300")) {
            viewer.next().release();
            server.silent(true);
            while (((StreamSource) viewer.source()).silences() == 0) {
                assertThat(viewer.step()).isGreaterThanOrEqualTo(FrameSource.NOT_READY);
            }
            // The server accepts one connection at a time: it sees the loss when it sends again.
            server.silent(false);
            viewer.until("a frame of a new connection", frame -> viewer.source().reconnects() > 0);
        }
    }

    @Test
    void shouldFollowTheSize() throws Exception {
        byte[] large = MjpegServer.jpeg(640, 360, 90);
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url(""))) {
            viewer.until("the first size", frame -> frame.format().width() == 320);
            server.pictures(number -> large);
            viewer.until("the second size", frame -> frame.format().width() == 640);
            server.pictures(MjpegStreamTest::alternating);
            viewer.until("the first size again", frame -> frame.format().height() == 240);
            assertThat(viewer.source().reconnects()).isZero();
        }
    }

    @Test
    void shouldCountAndNotShowCutPictures() throws Exception {
        byte[] half = Arrays.copyOf(BRIGHT, BRIGHT.length / 2);
        try (MjpegServer server = new MjpegServer(number -> number % 3 == 2 ? half : DARK);
                Viewer viewer = new Viewer(server.url(""))) {
            while (viewer.source().torn() < 5) {
                Frame frame = viewer.next();
                assertThat(isBright(frame)).isFalse();
                frame.release();
            }
        }
    }

    @Test
    void shouldSurviveDamageAnywhere() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] picture = MjpegServer.jpeg(320, 240, 130);
        try (MjpegServer server = new MjpegServer(number -> picture);
                Viewer viewer = new Viewer(server.url("") + "?stall=300")) {
            server.pictures(number -> {
                byte[] bytes = picture.clone();
                for (int hit = random.nextInt(1, 40); hit > 0; hit--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                return Arrays.copyOf(bytes, random.nextInt(1, bytes.length + 1));
            });
            while (viewer.source().torn() < 100) {
                assertThat(viewer.step())
                        .as("seed %d: %s", seed, viewer.source().fault())
                        .isGreaterThanOrEqualTo(FrameSource.NOT_READY);
            }
            server.pictures(number -> BRIGHT);
            viewer.until("a whole picture, seed " + seed, MjpegStreamTest::isBright);
        }
    }

    @Test
    void shouldShowTheNewestAfterAStallOfTheConsumer() throws Exception {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url(""))) {
            viewer.next().release();
            // Nobody asks until a good many pictures must have been replaced.
            int before = server.sent();
            while (server.sent() - before < 100) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            long askedNs = System.nanoTime();
            Frame frame = viewer.next();
            assertThat(viewer.source().skipped()).isGreaterThan(50);
            assertThat(askedNs - frame.captureNs()).isLessThan(500_000_000L);
            frame.release();
        }
    }

    @Test
    void shouldRefuseInOneLineWithoutTheCredentials() throws IOException {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating)) {
            server.answer("401 Unauthorized");
            refuse(server.url("operator:Geheim7@"), SourceException.Kind.BAD_INPUT, "user name or password");
            server.answer("404 Not Found");
            refuse(server.url("operator:Geheim7@"), SourceException.Kind.NO_DEVICE, "check the path");
            server.answer("200 OK");
            server.pictures(number -> "no picture at all".repeat(20).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            refuse(server.url("operator:Geheim7@"), SourceException.Kind.BAD_INPUT, "check");
            server.stop();
            refuse(server.url("operator:Geheim7@"), SourceException.Kind.NO_DEVICE, "check that the server runs");
        }
    }

    private static void refuse(String uri, SourceException.Kind kind, String words) {
        assertThatThrownBy(() -> Cameras.open(uri).close())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .message()
                .contains("127.0.0.1", words)
                .doesNotContain("Geheim7", "operator", "\n");
    }

    @Test
    void shouldEndSoonWhenClosedFromAnotherThread() throws Exception {
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating)) {
            Viewer viewer = new Viewer(server.url("") + "?stall=60000");
            viewer.next().release();
            server.silent(true);
            CountDownLatch ended = new CountDownLatch(1);
            CountDownLatch waiting = new CountDownLatch(1);
            Thread camera = new Thread(() -> {
                int status = FrameSource.NOT_READY;
                while (status >= 0) {
                    status = viewer.step();
                    if (status == FrameSource.NOT_READY) {
                        waiting.countDown();
                    }
                }
                ended.countDown();
            });
            camera.start();
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            viewer.source().close();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(viewer.step()).isEqualTo(FrameSource.END);
            camera.join();
            viewer.close();
        }
    }

    @Test
    void shouldAllocateNothingPerFrame() throws Exception {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (MjpegServer server = new MjpegServer(MjpegStreamTest::alternating);
                Viewer viewer = new Viewer(server.url(""))) {
            long self = Thread.currentThread().getId();
            long stream = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread instanceof StreamThread)
                    .mapToLong(Thread::getId)
                    .max()
                    .orElseThrow();
            long perRound = Long.MAX_VALUE;
            // The compiler's own one-off allocations fall into early rounds; an allocation per frame falls into all.
            for (int round = 0; round < 6 && perRound > 0; round++) {
                long before = threads.getThreadAllocatedBytes(self) + threads.getThreadAllocatedBytes(stream);
                for (int frames = 0; frames < 60; ) {
                    frames += viewer.step() == FrameSource.CAPTURED ? 1 : 0;
                }
                perRound = threads.getThreadAllocatedBytes(self) + threads.getThreadAllocatedBytes(stream) - before;
            }
            assertThat(perRound).as("heap bytes per 60 frames").isZero();
        }
    }
}
