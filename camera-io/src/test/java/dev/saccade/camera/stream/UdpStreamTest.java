package dev.saccade.camera.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.fuzz.Mutation;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MPEG-TS in datagrams: from the ffmpeg program, and damaged. */
class UdpStreamTest {
    private static final int DATAGRAM = 7 * 188;
    private static final int ROUNDS = 12;

    @TempDir
    static Path directory;

    private static Path clip;

    @BeforeAll
    static void makeClip() throws Exception {
        assumeTrue(has("ffmpeg") && has("ffprobe"), "no ffmpeg and ffprobe: install the package ffmpeg");
        clip = directory.resolve("clip.ts");
        Process process = start(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25",
                "-t",
                "2",
                "-c:v",
                "mpeg4",
                "-g",
                "5",
                "-f",
                "mpegts",
                clip.toString());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private static boolean has(String program) {
        try {
            return start(program, "-version").waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void shouldShowWhatFfmpegSendsAsFfprobeReadsIt() throws Exception {
        Process probe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "stream=width,height,avg_frame_rate",
                        "-of",
                        "csv=p=0",
                        clip.toString())
                .start();
        String[] said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split("[,/\n]");
        int port = RtspServer.freePort();
        Process sender = start(
                "ffmpeg",
                "-v",
                "error",
                "-re",
                "-stream_loop",
                "-1",
                "-i",
                clip.toString(),
                "-c",
                "copy",
                "-f",
                "mpegts",
                "udp://127.0.0.1:" + port + "?pkt_size=" + DATAGRAM);
        try (Viewer viewer = new Viewer("udp://127.0.0.1:" + port)) {
            assertThat(viewer.source().format().width()).isEqualTo(Integer.parseInt(said[0]));
            assertThat(viewer.source().format().height()).isEqualTo(Integer.parseInt(said[1]));
            long periodNs = 1_000_000_000L * Long.parseLong(said[3]) / Long.parseLong(said[2]);
            long first = 0;
            long last = 0;
            long latest = -1;
            int frames = 30;
            for (int i = 0; i < frames; i++) {
                Frame frame = viewer.next();
                assertThat(frame.sequence()).isGreaterThan(latest);
                latest = frame.sequence();
                first = i == 0 ? frame.captureNs() : first;
                last = frame.captureNs();
                frame.release();
            }
            assertThat(viewer.source().framePeriodNs()).isBetween(periodNs * 9 / 10, periodNs * 11 / 10);
            // Busy machines pass pictures over; none comes before its time.
            assertThat(last - first).isGreaterThan(periodNs * (frames - 1) / 2);
        } finally {
            sender.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldSurviveDamagedDatagrams() throws Exception {
        byte[] whole = Files.readAllBytes(clip);
        long seed = Long.getLong("saccade.seed", 20261124L);
        int port = RtspServer.freePort();
        try (Sender sender = new Sender(port)) {
            sender.send(whole);
            try (Viewer viewer = new Viewer("udp://127.0.0.1:" + port + "?stall=1000")) {
                for (int round = 0; round < ROUNDS; round++) {
                    byte[] bytes = whole;
                    // Each call edits a few places; many make a stream that is hardly one.
                    Random random = new Random(seed + round);
                    for (int edits = 1 << round % 6; edits > 0; edits--) {
                        bytes = Mutation.damaged(bytes, random);
                    }
                    sender.send(bytes.length < DATAGRAM ? whole : bytes);
                    for (int calls = 0; calls < 4; calls++) {
                        assertThat(viewer.step())
                                .as(
                                        "saccade.seed=%d: %s",
                                        seed + round, viewer.source().fault())
                                .isGreaterThanOrEqualTo(FrameSource.NOT_READY);
                    }
                }
                sender.send(whole);
                viewer.until(
                        "a picture of the sound stream, saccade.seed=" + seed,
                        frame -> frame.format().width() == 320);
            }
        }
    }

    /** Sends bytes again and again, on a thread of its own. */
    private static final class Sender implements AutoCloseable {
        private final DatagramSocket socket = new DatagramSocket();
        private final int port;
        private final Thread thread = new Thread(this::run, "ts-sender");
        private volatile byte[] bytes = {};
        private volatile boolean isOver;

        Sender(int port) throws IOException {
            this.port = port;
            thread.start();
        }

        void send(byte[] next) {
            bytes = next;
        }

        private void run() {
            try {
                while (!isOver) {
                    byte[] present = bytes;
                    for (int at = 0; at < present.length && present == bytes && !isOver; at += DATAGRAM) {
                        int length = Math.min(DATAGRAM, present.length - at);
                        socket.send(new DatagramPacket(present, at, length, InetAddress.getLoopbackAddress(), port));
                        Thread.sleep(2);
                    }
                    Thread.sleep(1);
                }
            } catch (IOException | InterruptedException e) {
                isOver = true;
            }
        }

        @Override
        public void close() throws IOException {
            isOver = true;
            thread.interrupt();
            socket.close();
        }
    }
}
