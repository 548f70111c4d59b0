package dev.saccade.camera.gst;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.Set;

/**
 * Opens {@code gst:PIPELINE[?upstream=MS]}: a pipeline as {@code gst-launch-1.0} takes it. Its pictures are fetched from
 * the appsink named {@code saccade}, or its only appsink; one is appended where there is none.
 */
public final class GstSourceProvider implements FrameSourceProvider {
    /** For {@link java.util.ServiceLoader}. */
    public GstSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("gst");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        PipelineText text = PipelineText.of(uri.text());
        Gstreamer.load(text.shown());
        return GstSource.open(text);
    }
}
