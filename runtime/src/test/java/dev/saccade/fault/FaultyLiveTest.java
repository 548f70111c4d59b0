package dev.saccade.fault;

import dev.saccade.frame.ClipFeed;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import java.util.List;
import java.util.Set;

/** Faults by script, each within the second after the first frame. */
class FaultyLiveTest extends LiveSourceContract {
    private static final long PERIOD_NS = 40_000_000;

    @Override
    protected LiveFeed feed(Mishap planned) {
        // Far off otherwise, so that memory for pictures is made and used all the same.
        String spec = planned == null
                ? "camera-freeze@1000s:1s"
                : switch (planned) {
                    case GAP -> "frame-loss=100%@600ms:200ms";
                    case TORN -> "camera-torn=100%@600ms:200ms";
                    case RESET -> "camera-reset@600ms";
                    case REPEAT -> "camera-duplicate=100%@600ms:200ms";
                    case LATE -> "camera-late=200ms@600ms:800ms";
                    case LOSS, RESIZE -> throw new IllegalArgumentException(planned.name());
                };
        return new ClipFeed("synthetic:?size=64x48&fps=25", PERIOD_NS) {
            @Override
            public FrameSource open(String options) throws SourceException {
                return new FaultySource(super.open(options), FaultPlan.of(List.of(FaultSpec.parse(spec)), 1));
            }
        };
    }

    @Override
    protected Set<Mishap> mishaps() {
        return Set.of(Mishap.GAP, Mishap.TORN, Mishap.RESET, Mishap.REPEAT, Mishap.LATE);
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
