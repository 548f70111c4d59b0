package dev.saccade.camera.gst;

import dev.saccade.frame.SourceException;
import org.freedesktop.gstreamer.Gst;
import org.freedesktop.gstreamer.GstException;
import org.freedesktop.gstreamer.Version;

/** Loads the GStreamer that is installed, once. */
final class Gstreamer {
    private static final String REMEDY = "install GStreamer 1.14 or newer (Debian: apt-get install libgstreamer1.0-0"
            + " gstreamer1.0-plugins-base gstreamer1.0-plugins-good)";

    private Gstreamer() {}

    static void load(String shown) throws SourceException {
        load(shown, Gstreamer::initialize);
    }

    /** For tests: with another way to load it. */
    static void load(String shown, Runnable loader) throws SourceException {
        try {
            loader.run();
        } catch (LinkageError | GstException e) {
            throw new SourceException(
                    SourceException.Kind.NO_DEVICE,
                    "source " + shown + ": GStreamer cannot be loaded on this machine: " + REMEDY,
                    e);
        }
    }

    private static void initialize() {
        if (!Gst.isInitialized()) {
            Gst.init(Version.of(1, 14), "saccade");
        }
        SinkCalls.load();
        VideoCalls.load();
    }
}
