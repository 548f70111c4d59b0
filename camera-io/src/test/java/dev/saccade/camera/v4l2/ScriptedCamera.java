package dev.saccade.camera.v4l2;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.frame.SourceUri;
import dev.saccade.v4l2.ScriptedVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A scripted device in a directory of its own, a source on it, and virtual time. */
final class ScriptedCamera implements AutoCloseable {
    static final long PERIOD_NS = 33_333_333L;
    static final String CARD = "Scripted Camera";
    static final String BUS = "usb-1.2";

    final VideoSystem system;
    private final Path devices;
    private int sequence;
    private long stampNs = 1_000_000_000L;
    private SourceRig rig;

    ScriptedCamera(Path directory) {
        devices = directory;
        system = new VideoSystem(directory, directory.resolve("proc"), ScriptedVideo.port());
        ScriptedVideo.reset();
    }

    ScriptedCamera plug(String node, String formats, int traits) {
        return plug(node, formats, traits, CARD);
    }

    ScriptedCamera plug(String node, String formats, int traits, String card) {
        try {
            Files.writeString(devices.resolve(node), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ScriptedVideo.plug(node, card, BUS, formats, traits);
        return this;
    }

    void unplug(String node) {
        ScriptedVideo.unplug(node);
        try {
            Files.delete(devices.resolve(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri(String node, String options) {
        return "v4l2:" + devices.resolve(node) + (options.isEmpty() ? "" : "?" + options);
    }

    FrameSource source(String node, String options) throws SourceException {
        return V4l2Source.open(V4l2Request.of(SourceUri.parse(uri(node, options)), system), system);
    }

    ScriptedCamera open(String node, String options) throws SourceException {
        rig = new SourceRig(source(node, options), stampNs);
        return this;
    }

    SourceRig rig() {
        return rig;
    }

    FrameSource source() {
        return rig.source();
    }

    /** The device writes its next picture, all bytes the same. */
    boolean picture(int fill) {
        return picture(1, 0, 0, null, fill);
    }

    boolean picture(int sequenceStep, int flags, int missing, byte[] data, int fill) {
        sequence += sequenceStep;
        stampNs += PERIOD_NS;
        ScriptedVideo.clock(stampNs);
        return ScriptedVideo.picture("video0", sequence, stampNs, flags, missing, data, fill);
    }

    void number(int next) {
        sequence = next - 1;
    }

    long stampNs() {
        return stampNs;
    }

    int step() {
        rig.advance(PERIOD_NS);
        return rig.step();
    }

    /** The newest frame of the next call that delivers one. */
    Frame frame() {
        for (int call = 0; call < 4; call++) {
            if (step() == FrameSource.CAPTURED) {
                return rig.ring().leaseNewest(-1);
            }
        }
        throw new AssertionError("no frame");
    }

    @Override
    public void close() {
        if (rig != null) {
            rig.close();
        }
    }
}
