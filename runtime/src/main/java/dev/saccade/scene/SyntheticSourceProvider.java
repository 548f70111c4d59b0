package dev.saccade.scene;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.Set;

/**
 * Opens {@code synthetic:[?size=WxH][&fps=N][&seed=N][&pace=max][&frames=N]}: a {@link Scene}, 640x480 at 30 frames a
 * second with seed 1 and without end unless told otherwise. Needs neither a camera nor any library beside the runtime.
 */
public final class SyntheticSourceProvider implements FrameSourceProvider {
    private static final Set<String> OPTIONS = Set.of("size", "fps", "seed", "pace", "frames");

    /** For {@link java.util.ServiceLoader}. */
    public SyntheticSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("synthetic");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        uri.requireOnly(OPTIONS);
        if (!uri.rest().isEmpty()) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + uri.text() + ": '" + uri.rest() + "' has no meaning here; write synthetic: or"
                            + " synthetic:?size=640x480");
        }
        int[] size = uri.size();
        int width = size == null ? 640 : size[0];
        int height = size == null ? 480 : size[1];
        if (width < 16 || height < 16) {
            throw new SourceException(
                    SourceException.Kind.USAGE, "source " + uri.text() + ": a scene needs at least size=16x16");
        }
        long seed = uri.number("seed", Long.MIN_VALUE, Long.MAX_VALUE, 1);
        long frames = uri.number("frames", 1, Long.MAX_VALUE, -1);
        Scene scene = new Scene(width, height, uri.fps(30), seed);
        return new SyntheticSource(uri.text(), scene, frames, uri.isPaceMax());
    }
}
