package dev.saccade.camera.gst;

import dev.saccade.frame.SourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pipeline's text. A pipeline has question marks and equals signs of its own, so only our very option at the very end is
 * taken off.
 *
 * @param launch the pipeline, with a sink for us
 * @param shown the URI without credentials
 * @param upstreamNs worst delay between light and a picture's stamp
 */
record PipelineText(String launch, String shown, long upstreamNs) {
    static final String SINK = "saccade";

    private static final Pattern FORM = Pattern.compile("(?s)[^:]*:(.*?)(?:\\?upstream=([^?!]*))?");
    private static final Pattern OUR_SINK = Pattern.compile("(?:^|[\\s!])appsink(?:[\\s!]|$)");
    private static final Pattern MILLIS = Pattern.compile("\\d{1,5}");
    // Between light and the element that stamps: exposure and a driver's queue, or an encoder and packets.
    private static final long UPSTREAM_MS = 150;

    private static final Pattern USER_INFO = Pattern.compile("//[^\\s\"']+@");
    private static final Pattern SECRET = Pattern.compile(
            "(?i)([\\w-]*(?:user|login|pass|pw|psw|token|auth|key|secret)[\\w-]*\\s*=\\s*)(?:\"[^\"]*\"|'[^']*'|[^\\s&\"']+)");

    static PipelineText of(String uri) throws SourceException {
        Matcher form = FORM.matcher(uri);
        String shown = hide(uri);
        if (!form.matches() || form.group(1).isBlank()) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + shown + ": no pipeline is given; write one as gst-launch-1.0 takes it, as in"
                            + " 'gst:v4l2src ! videoconvert'");
        }
        String millis = form.group(2);
        if (millis != null && !MILLIS.matcher(millis).matches()) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + shown + ": upstream=" + millis + " should be milliseconds, from 0 to 99999");
        }
        String pipeline = form.group(1).strip();
        boolean hasSink = OUR_SINK.matcher(pipeline).find();
        return new PipelineText(
                hasSink ? pipeline : pipeline + " ! appsink name=" + SINK,
                shown,
                1_000_000L * (millis == null ? UPSTREAM_MS : Long.parseLong(millis)));
    }

    /** What may be secret is replaced by asterisks: user information of URIs, and values of telling properties. */
    static String hide(String text) {
        return SECRET.matcher(USER_INFO.matcher(text).replaceAll("//***@")).replaceAll("$1***");
    }
}
