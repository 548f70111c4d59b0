package dev.saccade.camera;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Opens {@code opencv:INDEX[?size=WxH][&fps=N]}: the camera {@code /dev/videoINDEX} through OpenCV's V4L2. Size and
 * rate are wishes; the source's format tells what the camera gives. Frames are stamped on arrival.
 */
public final class OpenCvSourceProvider implements FrameSourceProvider {
    private static final Set<String> OPTIONS = Set.of("size", "fps");
    private static final Path DEVICES = Path.of("/dev");

    /** For {@link java.util.ServiceLoader}. */
    public OpenCvSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("opencv");
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        uri.requireOnly(OPTIONS);
        int[] size = uri.size();
        double fps = uri.fps(0);
        if (!uri.rest().matches("[0-9]{1,3}")) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + uri.text() + ": '" + uri.rest() + "' is no camera index; write opencv:0 for"
                            + " /dev/video0");
        }
        int index = Integer.parseInt(uri.rest());
        Path device = DEVICES.resolve("video" + index);
        if (!Files.exists(device)) {
            throw missing(uri, device + " does not exist");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw missing(uri, device + " may not be opened by this user; add it to the group 'video'");
        }
        Paths.loadOpenCv(uri);
        OpenCvSource source = OpenCvSource.open(uri.text(), index, size, fps);
        if (source == null) {
            throw missing(uri, device + " gives no pictures (busy, or no capture device)");
        }
        return source;
    }

    private static SourceException missing(SourceUri uri, String why) {
        Set<String> present = new TreeSet<>(ImageFiles::compareNaturally);
        try (Stream<Path> entries = Files.list(DEVICES)) {
            entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("video[0-9]+"))
                    .forEach(name -> present.add("/dev/" + name));
        } catch (IOException e) {
            // The list only helps the reader; without it the message says that none was found.
            present.clear();
        }
        String found = present.isEmpty()
                ? "no /dev/video* found: plug in a camera, load its driver, or use synthetic: or file:clip.mp4"
                : "found " + String.join(", ", present) + ": try another index";
        return new SourceException(SourceException.Kind.NO_DEVICE, "source " + uri.text() + ": " + why + "; " + found);
    }
}
