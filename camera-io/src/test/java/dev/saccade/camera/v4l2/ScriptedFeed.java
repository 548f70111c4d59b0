package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import dev.saccade.v4l2.ScriptedVideo;
import java.nio.file.Path;

/** A scripted V4L2 device of 30 grey pictures a second, each of one brightness. */
final class ScriptedFeed extends LiveFeed.Virtual {
    private static final String NODE = "video0";
    private static final int LATE_PERIODS = 5;
    private static final int FOREVER_MS = 60_000;

    private final ScriptedCamera camera;
    private int sequence;
    private int fill;
    private int width = 64;
    private int flags;
    private boolean isRepeated;
    private boolean isSilent;
    private boolean isHeldUp;

    ScriptedFeed(Path directory) {
        camera = new ScriptedCamera(directory).plug(NODE, "GREY", 0);
    }

    @Override
    public FrameSource open(String options) throws SourceException {
        String all = "fps=30" + (options.isEmpty() ? "" : "&" + options);
        return V4l2Source.open(V4l2Request.of(SourceUri.parse(camera.uri(NODE, all)), camera.system), camera.system);
    }

    @Override
    public void tick() {
        if (!isSilent && !isHeldUp) {
            shoot();
        }
        isHeldUp = false;
    }

    private void shoot() {
        advance(ScriptedCamera.PERIOD_NS);
        sequence++;
        // Never 0, so that a picture differs from fresh memory.
        fill = isRepeated ? fill : fill % 250 + 1;
        ScriptedVideo.clock(nowNs());
        ScriptedVideo.picture(NODE, sequence, nowNs(), flags, 0, null, fill);
        flags = 0;
        isRepeated = false;
    }

    @Override
    public void cause(Mishap mishap) {
        switch (mishap) {
            case GAP -> sequence += 3;
            case TORN -> flags = ScriptedVideo.DAMAGED;
            case RESET -> sequence = 0;
            case REPEAT -> isRepeated = true;
            case LATE -> {
                shoot();
                advance(LATE_PERIODS * ScriptedCamera.PERIOD_NS);
                ScriptedVideo.clock(nowNs());
                // It waits; the next call of the camera thread finds it.
                isHeldUp = true;
            }
            case LOSS -> {
                camera.unplug(NODE);
                camera.plug(NODE, "GREY", 0);
            }
            case RESIZE -> {
                width = width == 64 ? 32 : 64;
                ScriptedVideo.change(NODE, width);
            }
        }
    }

    @Override
    public void fallSilent() {
        isSilent = true;
        ScriptedVideo.block(FOREVER_MS);
    }

    @Override
    public void close() {
        camera.close();
        ScriptedVideo.block(0);
    }
}
