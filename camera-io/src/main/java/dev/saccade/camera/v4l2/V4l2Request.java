package dev.saccade.camera.v4l2;

import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a URI asks of a camera.
 *
 * @param uri as given
 * @param device its node
 * @param size width and height, or null for what the device is set to
 * @param fps frames a second, 0 for what the device is set to
 * @param fourcc pixel format, 0 for the cheapest that has size and rate
 * @param buffers of the driver
 * @param stallNs silence that counts as a fault, ns; 0 for a bound by the frame period
 * @param controls values by control, in order
 */
record V4l2Request(
        String uri,
        Path device,
        int[] size,
        double fps,
        int fourcc,
        int buffers,
        long stallNs,
        Map<String, String> controls) {
    private static final Set<String> SHORT_CONTROLS = Set.of("exposure", "gain", "focus", "white-balance");
    private static final String CONTROL = "control.";
    private static final int USUAL_BUFFERS = 4;
    private static final int MOST_BUFFERS = 32;
    private static final long LONGEST_STALL_MS = 60_000;
    private static final long NS_PER_MS = 1_000_000;

    static V4l2Request of(SourceUri uri, VideoSystem system) throws SourceException {
        Map<String, String> controls = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>(SHORT_CONTROLS);
        known.addAll(Set.of("size", "fps", "format", "buffers", "stall", CONTROL + "NAME"));
        uri.options().forEach((key, value) -> {
            if (key.startsWith(CONTROL) && key.length() > CONTROL.length()) {
                known.add(key);
                controls.put(key.substring(CONTROL.length()), value);
            } else if (SHORT_CONTROLS.contains(key)) {
                controls.put(key, value);
            }
        });
        uri.requireOnly(known);
        if (uri.rest().isEmpty()) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + uri.text() + ": no device named; write v4l2:/dev/video0; " + DeviceNodes.found(system));
        }
        String format = uri.options().get("format");
        return new V4l2Request(
                uri.text(),
                Path.of(uri.rest()),
                uri.size(),
                uri.fps(0),
                format == null ? 0 : WireFormat.named(format),
                (int) uri.number("buffers", 2, MOST_BUFFERS, USUAL_BUFFERS),
                uri.number("stall", 1, LONGEST_STALL_MS, 0) * NS_PER_MS,
                controls);
    }
}
