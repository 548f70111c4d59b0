package dev.saccade.scene;

import dev.saccade.frame.ClipFeed;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import java.util.Set;

class SyntheticLiveTest extends LiveSourceContract {
    @Override
    protected LiveFeed feed(Mishap planned) {
        return new ClipFeed("synthetic:?size=64x48&fps=25", 40_000_000);
    }

    @Override
    protected LiveFeed fastFeed() {
        return new ClipFeed("synthetic:?size=64x48&fps=25&pace=max", 40_000_000);
    }

    @Override
    protected Set<Mishap> mishaps() {
        return Set.of(Mishap.LATE);
    }

    @Override
    protected int manyFrames() {
        return 100_000;
    }

    @Override
    protected boolean passesOverOldPictures() {
        return false;
    }
}
