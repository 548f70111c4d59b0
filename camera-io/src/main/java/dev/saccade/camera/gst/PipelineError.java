package dev.saccade.camera.gst;

import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.MovingPointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * What an element said when it failed, and what to do about it.
 *
 * @param kind of failure
 * @param line the element, its words and the remedy
 */
record PipelineError(SourceException.Kind kind, String line) {
    private static final String RESOURCE = "gst-resource-error-quark";
    private static final String CORE = "gst-core-error-quark";
    private static final int BUSY = 4;
    private static final int SETTINGS = 13;
    private static final int NOT_AUTHORIZED = 15;
    private static final int MISSING_PLUGIN = 12;
    private static final int CODEC_NOT_FOUND = 6;

    /** Reads an error message, which stays the caller's. */
    static PipelineError of(long message) {
        MovingPointer from = new MovingPointer();
        try (LongPointer told = new LongPointer(2)) {
            told.put(0, 0).put(1, 0);
            SinkCalls.gst_message_parse_error(message, told.address(), told.address() + 8);
            long error = told.get(0);
            // GError: domain 0, code 4, message 8. GstMessage: src after the mini object and its type and times.
            int domain = from.to(error).getInt(0);
            int code = from.to(error).getInt(4);
            String words = text(from.to(error).getLong(8));
            String debug = told.get(1) == 0 ? "" : text(told.get(1));
            String quark = text(SinkCalls.g_quark_to_string(domain));
            SinkCalls.g_error_free(error);
            SinkCalls.g_free(told.get(1));
            return of(element(from.to(message).getLong(80)), quark, code, words, debug);
        }
    }

    private static String element(long source) {
        if (source == 0) {
            return "the pipeline";
        }
        long name = SinkCalls.gst_object_get_name(source);
        String text = text(name);
        SinkCalls.g_free(name);
        return "element " + text;
    }

    private static String text(long address) {
        return address == 0 ? "" : new MovingPointer().to(address).getString();
    }

    /** The places in GStreamer's sources that lead a debug text are left out. */
    static PipelineError of(String element, String domain, int code, String words, String debug) {
        int line = debug.indexOf('\n');
        String detail = line < 0 ? "" : " (" + debug.substring(line + 1).strip() + ")";
        String said = PipelineText.hide((words.replaceAll("\\.$", "") + detail).replaceAll("\\s*\\R\\s*", " "));
        boolean negotiation = debug.contains("not-negotiated");
        SourceException.Kind kind = domain.equals(RESOURCE) || (domain.equals(CORE) && code == MISSING_PLUGIN)
                ? SourceException.Kind.NO_DEVICE
                : SourceException.Kind.BAD_INPUT;
        return new PipelineError(kind, element + ": " + said + ": " + (negotiation ? convert() : remedy(domain, code)));
    }

    private static String convert() {
        return "bring its pictures to one of I420, NV12, YUY2, UYVY, BGR, RGB or GRAY8 in ordinary memory, with"
                + " '! videoconvert' at the end (Jetson: '! nvvidconv ! video/x-raw,format=NV12')";
    }

    private static String remedy(String domain, int code) {
        if (domain.equals(RESOURCE)) {
            return switch (code) {
                case BUSY -> "end the program that uses it";
                case SETTINGS -> "ask it for a size, rate and format that it has";
                case NOT_AUTHORIZED -> "give it a right name and password";
                default -> "check that the device, file or server is there and may be read";
            };
        }
        if (domain.equals(CORE) ? code == MISSING_PLUGIN : code == CODEC_NOT_FOUND) {
            return "install the plugin (Debian: gstreamer1.0-plugins-good, -bad, -ugly, gstreamer1.0-libav)";
        }
        return "try the pipeline with gst-launch-1.0";
    }
}
