package dev.saccade.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The ffmpeg program as a motion-JPEG server for one client, fed with pictures that carry the time at which they were
 * made, in the code of rtsp_server.py.
 */
final class MjpegSender implements AutoCloseable {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int BLOCK = 16;
    private static final byte BRIGHT = (byte) 235;
    private static final byte DARK = 16;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private final Process process;
    private final int port;
    private final Thread painter;
    private volatile boolean isOver;

    /** @param fps pictures a second */
    MjpegSender(int fps) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String size = WIDTH + "x" + HEIGHT;
        List<String> command = List.of(
                "ffmpeg",
                "-v",
                "error",
                "-fflags",
                "nobuffer",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "yuv420p",
                "-s",
                size,
                "-r",
                Integer.toString(fps),
                "-i",
                "-",
                "-threads",
                "1",
                "-c:v",
                "mjpeg",
                "-q:v",
                "3",
                "-flush_packets",
                "1",
                "-f",
                "mpjpeg",
                "-listen",
                "1",
                url());
        process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        painter = new Thread(() -> paint(1_000_000_000L / fps), "painter");
        painter.setDaemon(true);
        painter.start();
        awaitListening();
    }

    String url() {
        return "http://127.0.0.1:" + port + "/cam.mjpg";
    }

    /** Looks into the kernel's table, since a trial connection would be the one client. */
    private void awaitListening() throws IOException {
        String wanted = String.format(Locale.ROOT, ":%04X 00000000:0000 0A", port);
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (!Files.readString(Path.of("/proc/net/tcp")).contains(wanted)) {
            if (!process.isAlive() || System.nanoTime() - endNs > 0) {
                close();
                throw new IOException("the ffmpeg program does not serve on port " + port);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private void paint(long periodNs) {
        byte[] picture = new byte[WIDTH * HEIGHT * 3 / 2];
        Arrays.fill(picture, (byte) 128);
        long dueNs = System.nanoTime();
        try (OutputStream out = process.getOutputStream()) {
            while (!isOver) {
                long nowNs = System.nanoTime();
                if (nowNs - dueNs < 0) {
                    LockSupport.parkNanos(dueNs - nowNs);
                    continue;
                }
                stamp(picture, nowNs);
                out.write(picture);
                out.flush();
                // Held up before the client came: no picture is made up for.
                dueNs = Math.max(dueNs + periodNs, System.nanoTime());
            }
        } catch (IOException e) {
            // The client is gone, and ffmpeg with it.
            isOver = true;
        }
    }

    private static void stamp(byte[] picture, long stampNs) {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            byte shade = (stampNs >> bit & 1) == 1 ? BRIGHT : DARK;
            for (int y = bit / Byte.SIZE * BLOCK; y < (bit / Byte.SIZE + 1) * BLOCK; y++) {
                int from = y * WIDTH + bit % Byte.SIZE * BLOCK;
                Arrays.fill(picture, from, from + BLOCK, shade);
            }
        }
    }

    @Override
    public void close() {
        isOver = true;
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
