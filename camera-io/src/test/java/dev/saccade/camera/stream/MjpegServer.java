package dev.saccade.camera.stream;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;

/** A motion-JPEG camera on a free port of the loopback, whose bytes a test decides picture by picture. */
final class MjpegServer implements AutoCloseable {
    private static final long PERIOD_MS = 10;

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final long periodMs;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile IntFunction<byte[]> pictures;
    private volatile boolean silent;
    private volatile Socket client;
    private volatile String answer = "200 OK";
    private final AtomicInteger sent = new AtomicInteger();

    /** @param pictures the bytes of picture N; null ends the connection */
    MjpegServer(IntFunction<byte[]> pictures) throws IOException {
        this(pictures, PERIOD_MS);
    }

    /** @param periodMs pause between pictures */
    MjpegServer(IntFunction<byte[]> pictures, long periodMs) throws IOException {
        this.pictures = pictures;
        this.periodMs = periodMs;
        Thread thread = new Thread(this::serve, "mjpeg-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** A grey JPEG of one brightness, so that a test can tell pictures apart. */
    static byte[] jpeg(int width, int height, int grey) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        byte[] pixels = new byte[width * height];
        java.util.Arrays.fill(pixels, (byte) grey);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    String url(String login) {
        return "http://" + login + "127.0.0.1:" + server.getLocalPort() + "/cam.mjpg";
    }

    int connections() {
        return connections.get();
    }

    /** Pictures so far. */
    int sent() {
        return sent.get();
    }

    void pictures(IntFunction<byte[]> next) {
        pictures = next;
    }

    /** The status line of every later answer. */
    void answer(String status) {
        answer = status;
    }

    /** Whether the server keeps the connection and sends nothing. */
    void silent(boolean now) {
        silent = now;
    }

    /** Breaks the present connection. */
    void cut() throws IOException {
        client.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                client = socket;
                connections.incrementAndGet();
                socket.getInputStream().read(new byte[4096]);
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 " + answer + "\r\nContent-Type: multipart/x-mixed-replace;boundary=part\r\n"
                                + "Connection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                boolean open = answer.startsWith("200");
                while (open) {
                    open = silent || send(out);
                    Thread.sleep(periodMs);
                }
            } catch (IOException e) {
                // The client is gone: the next one.
                client = null;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean send(OutputStream out) throws IOException {
        byte[] picture = pictures.apply(sent.getAndIncrement());
        if (picture == null) {
            return false;
        }
        out.write(("--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + picture.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(picture);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    /** Takes no further connection. */
    void stop() throws IOException {
        server.close();
        Socket present = client;
        if (present != null) {
            present.close();
        }
    }
}
