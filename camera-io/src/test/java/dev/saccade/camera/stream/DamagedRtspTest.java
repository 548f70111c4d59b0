package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.SourceUri;
import dev.saccade.fuzz.Mutation;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server that is broken, or no friend, may say: it is read, refused or skipped, and never fails otherwise. */
@Timeout(120)
class DamagedRtspTest {
    private static final long SEED = Long.getLong("saccade.seed", 20261124L);
    private static final String SDP = """
            v=0
            m=audio 0 RTP/AVP 97
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IA,aM4=
            a=framerate:25
            a=control:stream=0
            """;

    @Test
    void shouldReadWhateverDescriptionIsDamaged() {
        byte[] whole = SDP.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3000; i++) {
            String text = new String(Mutation.damaged(whole, new Random(SEED + i)), StandardCharsets.UTF_8);
            SessionDescription read = read(text, "saccade.seed=" + (SEED + i));
            assertThat(read.clockRate()).isPositive();
            assertThat(read.fps()).isBetween(0.0, 10_000.0);
        }
        for (String odd : new String[] {"m= ", "m=", "m=video 0 RTP/AVP 96\na=rtpmap:96 /", "a=framerate:1e-300"}) {
            assertThat(read(odd, odd).coding()).isEmpty();
        }
    }

    private static SessionDescription read(String text, String what) {
        try {
            return SessionDescription.parse(text);
        } catch (RuntimeException e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    @Test
    void shouldSurviveDamagedAnswersAndPackets() throws Exception {
        byte[] whole = conversation();
        try (Peer peer = new Peer()) {
            assertThat(peer.pictures(whole, "undamaged")).isEqualTo(1);
            for (int i = 0; i < 300; i++) {
                peer.pictures(Mutation.damaged(whole, new Random(SEED + i)), "saccade.seed=" + (SEED + i));
            }
            for (String odd :
                    new String[] {"\r\n\r\n", "RTSP/1.0 200 OK\r\nSession: ;\r\n\r\n", "$", "R".repeat(9000)}) {
                peer.pictures(odd.getBytes(StandardCharsets.US_ASCII), odd);
            }
            byte[] tail = Arrays.copyOf(whole, whole.length + 200_000);
            Arrays.fill(tail, whole.length, tail.length, (byte) 'R');
            assertThat(peer.pictures(tail, "a tail of garbage")).isEqualTo(1);
        }
    }

    /** Replies to DESCRIBE, SETUP and PLAY, and then two packets, one of them a whole picture. */
    private static byte[] conversation() {
        String body = SDP.replace("\n", "\r\n");
        String text = "RTSP/1.0 200 OK\r\nCSeq: 1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
                + "RTSP/1.0 200 OK\r\nCSeq: 2\r\nSession: 7;timeout=60\r\nTransport: RTP/AVP/TCP;interleaved=0-1\r\n\r\n"
                + "RTSP/1.0 200 OK\r\nCSeq: 3\r\n\r\n"
                + "$\0\0\u0010\u0080\u00e0\0\1\0\0\0\1\0\0\0\1e\1\2\3"
                + "$\1\0\u001c\u0080\u00c8\0\6" + "\0".repeat(24);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A server that says all of it at once to each visitor, and hangs up. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final Thread thread = new Thread(this::serve, "damaged rtsp");
        private volatile byte[] says;

        Peer() throws IOException {
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket visitor = server.accept()) {
                    visitor.getOutputStream().write(says);
                    visitor.shutdownOutput();
                    visitor.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    says = null; // the visitor left first, or the test is over
                }
            }
        }

        /** How many pictures a visitor reads up to the end. */
        int pictures(byte[] bytes, String what) throws Exception {
            says = bytes;
            String url = "rtsp://127.0.0.1:" + server.getLocalPort() + "/x";
            StreamUri uri = StreamUri.parse(SourceUri.parse(url));
            RtspInput input = new RtspInput(uri, RtspAuthority.of(uri));
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            try {
                if (!input.connect(deadlineNs)) {
                    return 0;
                }
                input.play(deadlineNs);
                int pictures = 0;
                int status = input.read();
                for (int reads = 0; status >= 0; reads++) {
                    assertThat(reads).as(what).isLessThan(1_000_000);
                    pictures += status == PacketInput.PACKET ? 1 : 0;
                    status = input.read();
                }
                assertThat(status).as(what).isEqualTo(PacketInput.ENDED);
                return pictures;
            } catch (StreamFailure e) {
                assertThat(e.getMessage()).as(what).isNotBlank().hasLineCount(1);
                return 0;
            } catch (RuntimeException e) {
                throw new AssertionError(what + ": " + e, e);
            } finally {
                input.close();
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
