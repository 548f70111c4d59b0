package dev.saccade.camera.gst;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Functions of libgstapp and of the core below it, called with plain addresses: nothing is allocated per call. Their
 * names, types and ownership are those of GStreamer's reference.
 */
final class SinkCalls {
    private static final String LIBRARY = "libgstapp-1.0.so.0";

    static {
        Native.register(SinkCalls.class, NativeLibrary.getInstance(LIBRARY));
    }

    private SinkCalls() {}

    static void load() {}

    /** Returns a sample that the caller owns; 0 when none came in time. */
    static native long gst_app_sink_try_pull_sample(long sink, long timeoutNs);

    static native int gst_app_sink_is_eos(long sink);

    static native long gst_sample_get_buffer(long sample);

    static native long gst_sample_get_caps(long sample);

    static native long gst_sample_get_segment(long sample);

    static native long gst_segment_to_running_time(long segment, int format, long position);

    static native long gst_mini_object_ref(long object);

    static native void gst_mini_object_unref(long object);

    static native void gst_object_unref(long object);

    static native long gst_element_get_base_time(long element);

    static native long gst_element_get_bus(long element);

    static native void gst_bus_set_sync_handler(long bus, long handler, long data, long notify);

    static native long gst_bus_pop_filtered(long bus, int types);

    static native void gst_message_parse_error(long message, long error, long debug);

    static native long gst_object_get_name(long object);

    static native long gst_system_clock_obtain();

    static native void gst_pipeline_use_clock(long pipeline, long clock);

    static native long g_quark_to_string(int quark);

    static native void g_error_free(long error);

    static native void g_free(long memory);
}
