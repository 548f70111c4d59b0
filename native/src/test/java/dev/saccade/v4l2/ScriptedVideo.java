package dev.saccade.v4l2;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Video devices of the tests, behind the same calls as the kernel's. All numbers and stamps are the test's; a wait moves
 * the devices' clock instead of time. One test at a time.
 */
public final class ScriptedVideo {
    /** Trait: the multi-planar calls only. */
    public static final int MULTI_PLANAR = 1;
    /** Trait: a node for metadata. */
    public static final int METADATA = 2;
    /** Trait: stamps of no known clock. */
    public static final int UNKNOWN_CLOCK = 4;
    /** Trait: stamps of the exposure's start. */
    public static final int START_OF_EXPOSURE = 8;
    /** Trait: no DMABUF. */
    public static final int NO_EXPORT = 16;
    /** Trait: 12 bytes behind each row. */
    public static final int PADDED = 32;

    /** Call that fails: buffers requested. */
    public static final int REQUEST = 0;
    /** Call that fails: streaming begins. */
    public static final int STREAM_ON = 1;
    /** Call that fails: a buffer is taken. */
    public static final int DEQUEUE = 2;
    /** Call that fails: a format is set. */
    public static final int SET_FORMAT = 3;
    /** Call that fails: a buffer is given. */
    public static final int QUEUE = 4;

    /** Flag of a picture: the driver says that it is damaged. */
    public static final int DAMAGED = 0x40;

    static {
        load("libsaccadeScriptedVideo.so");
    }

    private ScriptedVideo() {}

    /** Address of the table of calls. */
    public static native long port();

    /** No device is plugged in any more; the clock begins anew. */
    public static native void reset();

    /**
     * @param node such as video0
     * @param formats four letters each, with a comma between
     */
    public static native void plug(String node, String card, String bus, String formats, int traits);

    /** Gone; whoever has it open meets ENODEV. */
    public static native void unplug(String node);

    /**
     * The device writes a picture into its next buffer.
     *
     * @param missing bytes that it does not write
     * @param data the bytes, or null for {@code fill} in plane 0, one more in plane 1
     * @return false when it has no buffer to write to
     */
    public static native boolean picture(
            String node, int sequence, long stampNs, int flags, int missing, byte[] data, int fill);

    /** The next calls of one kind fail. */
    public static native void fail(String node, int call, int errno, int times);

    public static native void busy(String node, boolean busy);

    /** The source's size changes, with an event. */
    public static native void change(String node, int width);

    public static native long control(String node, int id);

    /** Buffers that the device may write to. */
    public static native int queued(String node);

    /** How long a wait without an event takes in real time. */
    public static native void block(int milliseconds);

    public static native void clock(long ns);

    /** Descriptors and mappings that are not given back. */
    public static native int held();

    private static void load(String library) {
        try (InputStream packed = ScriptedVideo.class.getResourceAsStream("/dev/saccade/scripted/" + library)) {
            Path file = Files.createTempFile("saccade", library);
            try {
                Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
