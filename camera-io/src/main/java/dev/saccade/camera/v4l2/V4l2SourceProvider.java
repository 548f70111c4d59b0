package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.Set;

/**
 * Opens {@code v4l2:/dev/video0[?size=WxH][&fps=N][&format=FOURCC][&exposure=..][&gain=..][&focus=..]
 * [&white-balance=..][&control.NAME=..][&buffers=N][&stall=MS]}. The device's path may be a link of {@code /dev/v4l}.
 * docs/cameras.md explains each option.
 */
public final class V4l2SourceProvider implements FrameSourceProvider {
    /** For {@link java.util.ServiceLoader}. */
    public V4l2SourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("v4l2");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        return V4l2Source.open(V4l2Request.of(uri, VideoSystem.HOST), VideoSystem.HOST);
    }
}
