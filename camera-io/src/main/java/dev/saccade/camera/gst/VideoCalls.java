package dev.saccade.camera.gst;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** Functions of libgstvideo, called with plain addresses: nothing is allocated per call. */
final class VideoCalls {
    private static final String LIBRARY = "libgstvideo-1.0.so.0";

    static {
        Native.register(VideoCalls.class, NativeLibrary.getInstance(LIBRARY));
    }

    private VideoCalls() {}

    static void load() {}

    static native int gst_video_info_from_caps(long info, long caps);

    static native int gst_video_frame_map(long frame, long info, long buffer, int flags);

    static native void gst_video_frame_unmap(long frame);
}
