package dev.saccade.camera.stream;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import java.io.IOException;

/** GStreamer's RTSP server, in a process of its own. */
final class RtspFeed extends LiveFeed.Real {
    private final int port = RtspServer.freePort();
    private final String options;
    private final String codec;
    private RtspServer server;

    /** @param options of the source, or empty */
    RtspFeed(String codec, int fps, String options) throws IOException {
        this.options = options;
        this.codec = codec;
        server = RtspServer.start(port, "codec=" + codec, "size=320x240", "fps=" + fps);
    }

    @Override
    public FrameSource open(String more) throws SourceException {
        String all = options.isEmpty() || more.isEmpty() ? options + more : options + "&" + more;
        return Cameras.open(server.url("") + (all.isEmpty() ? "" : "?" + all));
    }

    @Override
    public FrameSource openWithLogin(String login) throws SourceException {
        return Cameras.open(server.url(login) + (options.isEmpty() ? "" : "?" + options));
    }

    @Override
    public void cause(Mishap mishap) {
        try {
            server.kill();
            server = RtspServer.start(
                    port, "codec=" + codec, "size=" + (mishap == Mishap.RESIZE ? "352x288" : "320x240"));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void fallSilent() {
        try {
            server.signal("STOP");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long madeNs(Frame frame) {
        return BurnedClock.read(frame);
    }

    @Override
    public void close() {
        server.close();
    }
}
