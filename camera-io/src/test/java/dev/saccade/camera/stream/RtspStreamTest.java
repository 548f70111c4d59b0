package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against GStreamer's RTSP server. */
class RtspStreamTest {
    // Generous: these bounds tell a buffer that grows from one that does not, on a machine that does much else.
    private static final long PLAUSIBLE_NS = 5_000_000_000L;

    @BeforeAll
    static void assumeServer() throws Exception {
        RtspServer.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h264?transport=udp", "jpeg"})
    void shouldDeliverWhatTheCameraMadeInOrder(String kind) throws Exception {
        String options = kind.contains("?") ? kind.substring(kind.indexOf('?')) : "";
        try (RtspServer server =
                        RtspServer.start(RtspServer.freePort(), "codec=" + kind.replace(options, ""), "size=320x240");
                Viewer viewer = new Viewer(server.url("") + options)) {
            long latestNs = Long.MIN_VALUE;
            for (int i = 0; i < 25; i++) {
                Frame frame = viewer.next();
                long madeNs = BurnedClock.read(frame);
                long nowNs = System.nanoTime();
                assertThat(frame.format().pixels()).isEqualTo(PixelFormat.I420);
                assertThat(frame.format().width()).isEqualTo(320);
                assertThat(madeNs).isGreaterThan(latestNs);
                assertThat(nowNs - madeNs).isBetween(0L, PLAUSIBLE_NS);
                assertThat(frame.captureNs()).isBetween(madeNs, nowNs);
                frame.release();
                latestNs = madeNs;
            }
        }
    }

    @Test
    void shouldMapTheSendersClock() throws Exception {
        try (RtspServer server = RtspServer.start(RtspServer.freePort(), "size=320x240");
                Viewer viewer = new Viewer(server.url("") + "?clock=sender")) {
            viewer.until("a frame stamped by the sender", frame -> {
                boolean mapped = frame.stamp() == StampClass.RTCP;
                if (mapped) {
                    // Both clocks are this machine's: the stamp lies between making and arrival.
                    assertThat(frame.captureNs()).isBetween(BurnedClock.read(frame) - 10_000_000L, System.nanoTime());
                    assertThat(viewer.source().stamp()).isEqualTo(StampClass.RTCP);
                }
                return mapped;
            });
        }
    }

    @Test
    void shouldComeBackWhenTheServerIsKilledAndStartedAgain() throws Exception {
        int port = RtspServer.freePort();
        try (RtspServer first = RtspServer.start(port, "size=320x240");
                Viewer viewer = new Viewer(first.url("") + "?stall=1000")) {
            viewer.next().release();
            first.kill();
            assertThat(viewer.source().fault()).isNull();
            try (RtspServer second = RtspServer.start(port, "size=352x288")) {
                viewer.until(
                        "a frame of the second server", frame -> frame.format().width() == 352);
                assertThat(viewer.source().reconnects()).isEqualTo(1);
                assertThat(second.url("")).isEqualTo(viewer.source().uri().replace("?stall=1000", ""));
            }
        }
    }

    @Test
    void shouldNoticeAServerThatHasStopped() throws Exception {
        try (RtspServer server = RtspServer.start(RtspServer.freePort(), "size=320x240");
                Viewer viewer = new Viewer(server.url("") + "?stall=500")) {
            viewer.next().release();
            server.signal("STOP");
            long endNs = System.nanoTime() + 20_000_000_000L;
            while (((StreamSource) viewer.source()).silences() == 0) {
                assertThat(viewer.step()).isGreaterThanOrEqualTo(FrameSource.NOT_READY);
                assertThat(System.nanoTime()).isLessThan(endNs);
            }
            server.signal("CONT");
            viewer.until("a frame after the stop", frame -> viewer.source().reconnects() > 0);
        }
    }

    @Test
    void shouldLogInWithADigest() throws Exception {
        try (RtspServer server =
                RtspServer.start(RtspServer.freePort(), "size=320x240", "user=rover", "password=Geheim7")) {
            for (String options : new String[] {"", "?transport=udp"}) {
                try (Viewer viewer = new Viewer(server.url("rover:Geheim7@") + options)) {
                    viewer.next().release();
                    assertThat(viewer.source().uri()).contains("127.0.0.1").doesNotContain("Geheim7", "rover");
                }
                for (String login : new String[] {"rover:Wrong8@", ""}) {
                    assertThatThrownBy(() ->
                                    Cameras.open(server.url(login) + options).close())
                            .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.kind())
                                    .isEqualTo(SourceException.Kind.BAD_INPUT))
                            .message()
                            .contains("127.0.0.1", "user name or password")
                            .doesNotContain("Wrong8", "rover", "\n");
                }
            }
        }
    }

    @Test
    void shouldNameWhatIsMissing() throws Exception {
        try (RtspServer server = RtspServer.start(RtspServer.freePort(), "size=320x240")) {
            assertThatThrownBy(() -> Cameras.open(server.url("").replace("/cam", "/none"))
                            .close())
                    .hasMessageContaining("check the path");
        }
        int nobody = RtspServer.freePort();
        assertThatThrownBy(() ->
                        Cameras.open("rtsp://127.0.0.1:" + nobody + "/cam").close())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.NO_DEVICE))
                .hasMessageContaining("check that the server runs");
    }
}
