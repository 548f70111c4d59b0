package dev.saccade.camera.stream;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import java.io.IOException;
import java.util.Arrays;

/** A motion-JPEG camera over HTTP whose pictures differ in brightness. */
final class MjpegFeed extends LiveFeed.Real {
    private static final int SHADES = 64;
    private static final byte[][] PICTURES = new byte[SHADES][];
    private static final byte[] LARGE = MjpegServer.jpeg(352, 288, 77);

    static {
        for (int i = 0; i < SHADES; i++) {
            PICTURES[i] = MjpegServer.jpeg(320, 240, 40 + 3 * i);
        }
    }

    private final MjpegServer server;

    MjpegFeed(long periodMs) throws IOException {
        server = new MjpegServer(number -> PICTURES[number % SHADES], periodMs);
    }

    @Override
    public FrameSource open(String options) throws SourceException {
        return Cameras.open(server.url("") + (options.isEmpty() ? "" : "?" + options));
    }

    @Override
    public FrameSource openWithLogin(String login) throws SourceException {
        return Cameras.open(server.url(login));
    }

    @Override
    public void cause(Mishap mishap) {
        switch (mishap) {
            case TORN ->
                server.pictures(number -> {
                    byte[] whole = PICTURES[number % SHADES];
                    return number % 3 == 0 ? Arrays.copyOf(whole, whole.length / 2) : whole;
                });
            case REPEAT -> server.pictures(number -> PICTURES[number / 3 % SHADES]);
            case RESIZE -> server.pictures(number -> number % 2 == 0 ? LARGE : MjpegServer.jpeg(352, 288, 90));
            case LOSS -> {
                try {
                    server.cut();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
            default -> throw new IllegalArgumentException(mishap.name());
        }
    }

    @Override
    public void fallSilent() {
        server.silent(true);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
