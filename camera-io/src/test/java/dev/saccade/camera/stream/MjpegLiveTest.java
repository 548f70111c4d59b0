package dev.saccade.camera.stream;

import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import java.io.IOException;
import java.util.Set;

class MjpegLiveTest extends LiveSourceContract {
    @Override
    protected LiveFeed feed(Mishap planned) throws IOException {
        return new MjpegFeed(50);
    }

    @Override
    protected LiveFeed fastFeed() throws IOException {
        return new MjpegFeed(0);
    }

    @Override
    protected Set<Mishap> mishaps() {
        return Set.of(Mishap.TORN, Mishap.REPEAT, Mishap.RESIZE, Mishap.LOSS);
    }

    @Override
    protected int manyFrames() {
        return 4_000;
    }

    @Override
    protected String badOption() {
        // Options that are not ours go to the server.
        return "stall=soon";
    }
}
