package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Credentials;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What needs no server: addresses, log-in, pauses and clocks, on times that the test makes up. */
class StreamRulesTest {
    private static final long MS = 1_000_000L;

    private static StreamUri stream(String uri) throws SourceException {
        return StreamUri.parse(SourceUri.parse(uri));
    }

    @Test
    void shouldTakeItsOwnOptionsAndLeaveTheServersOwn() throws SourceException {
        StreamUri uri = stream("rtsp://host/a?channel=2&transport=udp&stall=700&subtype=1&clock=sender&decode=hw");
        assertThat(uri.url()).isEqualTo("rtsp://host/a?channel=2&subtype=1");
        assertThat(uri.udp()).isTrue();
        assertThat(uri.senderClock()).isTrue();
        assertThat(uri.hardware()).isTrue();
        assertThat(uri.stallNs()).isEqualTo(700 * MS);
        assertThat(stream("http://host/b?upstream=5").url()).isEqualTo("http://host/b");
        assertThat(stream("http://host/b?upstream=5").upstreamNs()).isEqualTo(5 * MS);
    }

    @Test
    void shouldRefuseBadOptionsInOneLine() {
        refuse("rtsp://host/a?transport=pigeon", "transport=pigeon", "tcp or udp");
        refuse("rtsp://host/a?stall=soon", "stall=soon");
        refuse("rtsp://host/a?stall=500&stall=600", "stands twice");
        refuse("rtsp:///a", "no host");
        refuse("udp://127.0.0.1:5000?stal=500", "'stal'", "stall");
    }

    private static void refuse(String uri, String... words) {
        assertThatThrownBy(() -> stream(uri))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.USAGE))
                .message()
                .contains(words)
                .doesNotContain("\n");
    }

    @Test
    void shouldHideCredentialsWhereverTheyStand() {
        assertThat(Credentials.hide("rtsp://me:a/b@c@host:554/x?y=1")).isEqualTo("rtsp://***@host:554/x?y=1");
        assertThat(Credentials.hide("http://host/cgi?user=me&password=a%20b&channel=1"))
                .isEqualTo("http://host/cgi?user=***&password=***&channel=1");
        assertThat(Credentials.hide("rtsp://host/user=me&password=abc&channel=1.sdp"))
                .isEqualTo("rtsp://host/user=***&password=***&channel=1.sdp");
        assertThat(Credentials.hide("file:a clip.mp4?pace=max")).isEqualTo("file:a clip.mp4?pace=max");
    }

    @Test
    void shouldTakeAnAddressApart() throws SourceException {
        RtspAuthority address = RtspAuthority.of(stream("rtsp://me:p%40ss@host:8554/x?y=1"));
        assertThat(address).isEqualTo(new RtspAuthority("host", 8554, "me", "p@ss", "rtsp://host:8554/x?y=1"));
        assertThat(RtspAuthority.of(stream("rtsp://host/x")).port()).isEqualTo(554);
        assertThat(RtspAuthority.of(stream("rtsp://host/x")).user()).isNull();
    }

    @Test
    void shouldAnswerTheChallengeOfTheStandard() {
        // The example of RFC 2069 section 2.4, with the response of its erratum.
        RtspLogin digest = RtspLogin.answering(
                List.of(
                        "Basic realm=\"x\"",
                        "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""),
                "Mufasa",
                "CircleOfLife");
        assertThat(digest.authorization("GET", "/dir/index.html"))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("Circle");
        RtspLogin basic = RtspLogin.answering(List.of("Basic realm=\"x\""), "Aladdin", "open sesame");
        assertThat(basic.authorization("DESCRIBE", "rtsp://host/")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(RtspLogin.answering(List.of("Negotiate"), "a", "b")).isNull();
    }

    @Test
    void shouldReadADescription() {
        SessionDescription video = SessionDescription.parse("""
            v=0
            m=audio 0 RTP/AVP 97
            a=rtpmap:97 opus/48000
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IA,aM4=
            a=framerate:25
            a=control:stream=0
            m=video 0 RTP/AVP 98
            a=control:other
            """);
        assertThat(video.coding()).isEqualTo("H264");
        assertThat(video.payloadType()).isEqualTo(96);
        assertThat(video.control()).isEqualTo("stream=0");
        assertThat(video.fps()).isEqualTo(25);
        assertThat(video.parameterSets()).hasSize(2);
        assertThat(SessionDescription.parse("nonsense").coding()).isEmpty();
    }

    @Test
    void shouldPauseLongerAfterEachFailureUntilServed() {
        BackOff backOff = new BackOff();
        assertThat(backOff.remainingNs(0)).isZero();
        long nowNs = Long.MAX_VALUE - 50 * MS;
        long[] expectedMs = {100, 200, 400, 800, 1600, 3200, 5000, 5000};
        for (long pauseMs : expectedMs) {
            backOff.lost(nowNs);
            assertThat(backOff.remainingNs(nowNs)).isEqualTo(pauseMs * MS);
            assertThat(backOff.remainingNs(nowNs + pauseMs * MS - 1)).isEqualTo(1);
            nowNs += pauseMs * MS;
            assertThat(backOff.remainingNs(nowNs)).isZero();
        }
        backOff.served();
        backOff.lost(nowNs);
        assertThat(backOff.remainingNs(nowNs)).isEqualTo(100 * MS);
    }

    @Test
    void shouldTellWaitingInABufferFromTheStreamsTimestamps() {
        MediaClock clock = new MediaClock();
        long period = 33 * MS;
        for (int i = 0; i < 30; i++) {
            assertThat(clock.captureNs(i * period, 1_000 * MS + i * period)).isEqualTo(1_000 * MS + i * period);
        }
        // Held back for 200 ms: the arrival is late, the light is not.
        long mapped = clock.captureNs(30 * period, 1_200 * MS + 30 * period);
        assertThat(1_200 * MS + 30 * period - mapped).isBetween(199 * MS, 200 * MS);
        assertThat(clock.resets()).isZero();
    }

    @Test
    void shouldFollowASenderWhoseClockIsSlow() {
        MediaClock clock = new MediaClock();
        long worst = 0;
        for (long i = 0; i < 100_000; i++) {
            long arrival = i * 33_000_000L;
            worst = Math.max(worst, arrival - clock.captureNs(i * (33_000_000L - 33_000L * 9 / 10), arrival));
        }
        assertThat(worst).isLessThan(MS);
        assertThat(clock.resets()).isZero();
    }

    @Test
    void shouldMapAnewWhenTimestampsLeap() {
        MediaClock clock = new MediaClock();
        clock.captureNs(0, 1_000 * MS);
        assertThat(clock.captureNs(900_000 * MS, 1_033 * MS)).isEqualTo(1_033 * MS);
        assertThat(clock.captureNs(10 * MS, 1_066 * MS)).isEqualTo(1_066 * MS);
        assertThat(clock.resets()).isEqualTo(2);
        assertThat(clock.captureNs(MediaClock.UNKNOWN, 1_100 * MS)).isEqualTo(1_100 * MS);
        assertThat(clock.resets()).isEqualTo(2);
    }

    @Test
    void shouldBelieveTheSendersClockOnlyWhenItIsPlausible() {
        long arrival = 5_000 * MS;
        assertThat(SenderClock.judged(arrival - 40 * MS, arrival)).isEqualTo(arrival - 40 * MS);
        assertThat(SenderClock.judged(arrival + MS, arrival)).isEqualTo(arrival);
        assertThat(SenderClock.judged(arrival + 6 * MS, arrival)).isEqualTo(MediaClock.UNKNOWN);
        assertThat(SenderClock.judged(arrival - 1_001 * MS, arrival)).isEqualTo(MediaClock.UNKNOWN);
    }
}
