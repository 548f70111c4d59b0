package dev.saccade.camera.stream;

import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** H.264 inside the RTSP connection and as datagrams, and JPEG. An encoder on a busy machine needs a while to begin. */
class RtspLiveTest {
    @BeforeAll
    static void assumeServer() throws Exception {
        RtspServer.assumeInstalled();
    }

    private abstract static class OfServer extends LiveSourceContract {
        private final String codec;
        private final String options;

        OfServer(String codec, String options) {
            this.codec = codec;
            this.options = options;
        }

        @Override
        protected LiveFeed feed(Mishap planned) throws IOException {
            return new RtspFeed(codec, 10, options);
        }

        @Override
        protected LiveFeed fastFeed() throws IOException {
            return new RtspFeed(codec, 100, options);
        }

        @Override
        protected Set<Mishap> mishaps() {
            // A server that is started again, with another size; that this is counted as a loss, RtspStreamTest tells.
            return Set.of(Mishap.RESIZE);
        }

        @Override
        protected int manyFrames() {
            return 160;
        }

        @Override
        protected String badOption() {
            return "decode=never";
        }
    }

    @Nested
    class H264 extends OfServer {
        H264() {
            super("h264", "stall=6000");
        }
    }

    @Nested
    class H264Datagrams extends OfServer {
        H264Datagrams() {
            super("h264", "transport=udp&stall=2000");
        }
    }

    @Nested
    class Jpeg extends OfServer {
        Jpeg() {
            super("jpeg", "stall=6000");
        }
    }
}
