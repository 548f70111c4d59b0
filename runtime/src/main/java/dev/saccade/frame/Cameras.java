package dev.saccade.frame;

import dev.saccade.model.Spelling;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Opens frame sources by URI, whoever provides them. */
public final class Cameras {
    private Cameras() {}

    /**
     * Opens a source.
     *
     * @param uri such as {@code v4l2:/dev/video0}, {@code file:clip.mp4?pace=max} or {@code synthetic:}
     * @return the source, owned by the caller
     * @throws SourceException when no provider knows the scheme or the source cannot be opened
     */
    public static FrameSource open(String uri) throws SourceException {
        SourceUri parsed = SourceUri.parse(uri);
        TreeSet<String> schemes = new TreeSet<>();
        for (FrameSourceProvider provider : ServiceLoader.load(FrameSourceProvider.class)) {
            if (provider.schemes().contains(parsed.scheme())) {
                return provider.open(parsed);
            }
            schemes.addAll(provider.schemes());
        }
        throw new SourceException(
                SourceException.Kind.USAGE,
                "source " + Credentials.hide(uri) + ": unknown scheme '" + parsed.scheme() + "'"
                        + Spelling.nearest(parsed.scheme(), schemes)
                                .map(n -> "; did you mean '" + n + "'?")
                                .orElse("")
                        + "; known: " + String.join(", ", schemes));
    }
}
