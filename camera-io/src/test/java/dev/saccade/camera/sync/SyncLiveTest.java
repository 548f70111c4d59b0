package dev.saccade.camera.sync;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import java.util.Set;

/** Two scenes side by side, in real time. */
class SyncLiveTest extends LiveSourceContract {
    private static LiveFeed scenes(int fps) {
        return new LiveFeed.Real() {
            @Override
            public FrameSource open(String options) throws SourceException {
                String scene = "|synthetic:?size=64x48&fps=" + fps;
                return Cameras.open(
                        "sync:" + 450 / fps + "ms" + scene + scene + (options.isEmpty() ? "" : "&" + options));
            }

            @Override
            public void cause(Mishap mishap) {
                throw new IllegalArgumentException(mishap.name());
            }

            @Override
            public void fallSilent() {}
        };
    }

    @Override
    protected LiveFeed feed(Mishap planned) {
        return scenes(20);
    }

    @Override
    protected LiveFeed fastFeed() {
        return scenes(400);
    }

    @Override
    protected Set<Mishap> mishaps() {
        return Set.of();
    }

    @Override
    protected int manyFrames() {
        return 800;
    }
}
