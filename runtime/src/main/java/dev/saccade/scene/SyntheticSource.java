package dev.saccade.scene;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.Playback;
import dev.saccade.frame.StampClass;

/** A {@link Scene} as a source. Owns no native memory, so that closing is a flag. */
final class SyntheticSource implements FrameSource {
    private final String uri;
    private final Scene scene;
    private final SceneRenderer renderer;
    private final Playback playback;
    private final long frames;
    private long next;
    private volatile boolean closed;

    SyntheticSource(String uri, Scene scene, long frames, boolean lossless) {
        this.uri = uri;
        this.scene = scene;
        this.frames = frames;
        renderer = new SceneRenderer(scene);
        playback = new Playback(lossless);
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public FrameFormat format() {
        return renderer.format();
    }

    @Override
    public StampClass stamp() {
        return StampClass.PLAYBACK;
    }

    @Override
    public long framePeriodNs() {
        return Math.round(1e9 / scene.fps());
    }

    @Override
    public long upstreamDelayNs() {
        return 0;
    }

    @Override
    public boolean isLossless() {
        return playback.isLossless();
    }

    @Override
    public long frameCount() {
        return frames;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (closed || next == frames) {
            return END;
        }
        long mediaNs = mediaNs(next);
        if (!playback.isDue(mediaNs, nowNs)) {
            return NOT_READY;
        }
        scene.moveTo(next);
        renderer.render(slot);
        slot.describe(next++, playback.captureNs(mediaNs), StampClass.PLAYBACK);
        return CAPTURED;
    }

    private long mediaNs(long frame) {
        return (long) (frame * 1e9 / scene.fps());
    }

    @Override
    public long nextDueNs() {
        return playback.dueNs(mediaNs(next));
    }

    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public String fault() {
        return null;
    }

    @Override
    public void close() {
        closed = true;
    }
}
