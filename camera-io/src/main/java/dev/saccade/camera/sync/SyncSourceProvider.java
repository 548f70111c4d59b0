package dev.saccade.camera.sync;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens {@code sync:TOLERANCE|URI|URI[|URI...]}, as in {@code sync:5ms|v4l2:/dev/video0|v4l2:/dev/video2}: frames of the
 * same time side by side, the first at the left.
 */
public final class SyncSourceProvider implements FrameSourceProvider {
    private static final int MOST = 8;
    private static final Pattern TOLERANCE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(us|ms)");

    /** For {@link java.util.ServiceLoader}. */
    public SyncSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("sync");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        String[] parts = uri.text().substring(uri.text().indexOf(':') + 1).split("\\|", -1);
        Matcher tolerance = TOLERANCE.matcher(parts[0]);
        if (parts.length < 3 || parts.length > MOST + 1 || !tolerance.matches()) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + uri.text() + ": write sync:TOLERANCE|URI|URI with two to " + MOST
                            + " cameras, as in 'sync:5ms|v4l2:/dev/video0|v4l2:/dev/video2'");
        }
        double unit = "ms".equals(tolerance.group(2)) ? 1e6 : 1e3;
        long toleranceNs = Math.round(Double.parseDouble(tolerance.group(1)) * unit);
        List<FrameSource> cameras = new ArrayList<>();
        try {
            for (int i = 1; i < parts.length; i++) {
                cameras.add(Cameras.open(parts[i]));
            }
            return SyncSource.of(uri.text(), cameras, toleranceNs);
        } catch (SourceException | RuntimeException e) {
            cameras.forEach(FrameSource::close);
            throw e;
        }
    }
}
