package dev.saccade.camera.stream;

import dev.saccade.frame.Credentials;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A stream's address and our options, taken apart: in {@code rtsp://host/path?channel=2&transport=udp} the server gets
 * {@code channel} and we get {@code transport}. Never printed with credentials; {@link #shown} has none.
 *
 * @param url what the server is asked for, with credentials
 * @param shown the whole URI without credentials
 * @param scheme lower case
 * @param udp whether RTP comes as datagrams of its own
 * @param stallNs longest silence before the connection counts as lost
 * @param upstreamNs worst delay between light and arrival (or the sender's stamp)
 * @param senderClock whether the sender's clock stamps the frames
 * @param hardware whether to decode on hardware where there is some
 */
record StreamUri(
        String url,
        String shown,
        String scheme,
        boolean udp,
        long stallNs,
        long upstreamNs,
        boolean senderClock,
        boolean hardware) {
    private static final Set<String> OPTIONS = Set.of("transport", "stall", "upstream", "clock", "decode");
    private static final long STALL_MS = 2_000;
    // Exposure, encoder, packets and their parser. A camera that encodes with B-frames or buffers needs more.
    private static final long CODED_UPSTREAM_MS = 150;
    private static final long MJPEG_UPSTREAM_MS = 100;
    // A sender stamps what leaves its encoder or its sensor: up to two frame periods after the light.
    private static final long SENDER_UPSTREAM_MS = 70;

    static StreamUri parse(SourceUri uri) throws SourceException {
        String shown = Credentials.hide(uri.text());
        String rest = uri.rest();
        if (!rest.startsWith("//") || rest.length() < 3 || rest.charAt(2) == '/') {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + shown + ": no host is named; write " + uri.scheme() + "://HOST[:PORT]/PATH");
        }
        int question = rest.lastIndexOf('?');
        Map<String, String> ours = new LinkedHashMap<>();
        List<String> theirs = new ArrayList<>();
        if (question >= 0) {
            for (String part : rest.substring(question + 1).split("&", -1)) {
                int eq = part.indexOf('=');
                if (eq < 0 || !OPTIONS.contains(part.substring(0, eq))) {
                    theirs.add(part);
                } else if (ours.put(part.substring(0, eq), part.substring(eq + 1)) != null) {
                    throw new SourceException(
                            SourceException.Kind.USAGE,
                            "source " + shown + ": option '" + part.substring(0, eq) + "' stands twice");
                }
            }
        }
        boolean datagrams = uri.scheme().equals("udp");
        if (datagrams && !theirs.isEmpty()) {
            // No server reads them, so they can only be mistakes.
            new SourceUri(uri.text(), uri.scheme(), rest, Map.of(theirs.get(0).replaceFirst("=.*", ""), ""))
                    .requireOnly(OPTIONS);
        }
        String path = question < 0 ? rest : rest.substring(0, question);
        String url = uri.scheme() + ":" + path + (theirs.isEmpty() ? "" : "?" + String.join("&", theirs));
        SourceUri options = new SourceUri(uri.text(), uri.scheme(), path, ours);
        boolean sender = choice(shown, ours, "clock", "arrival", "sender").equals("sender");
        long upstreamMs =
                sender ? SENDER_UPSTREAM_MS : uri.scheme().startsWith("http") ? MJPEG_UPSTREAM_MS : CODED_UPSTREAM_MS;
        return new StreamUri(
                url,
                shown,
                uri.scheme(),
                choice(shown, ours, "transport", "tcp", "udp").equals("udp"),
                TimeUnit.MILLISECONDS.toNanos(options.number("stall", 200, 60_000, STALL_MS)),
                TimeUnit.MILLISECONDS.toNanos(options.number("upstream", 0, 10_000, upstreamMs)),
                sender,
                choice(shown, ours, "decode", "sw", "hw").equals("hw"));
    }

    private static String choice(String shown, Map<String, String> options, String key, String usual, String other)
            throws SourceException {
        String value = options.getOrDefault(key, usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw new SourceException(
                    SourceException.Kind.USAGE,
                    "source " + shown + ": option '" + key + "=" + value + "' should be " + usual + " or " + other);
        }
        return value;
    }

    /** Whether an RTSP server is asked. */
    boolean isRtsp() {
        return scheme.startsWith("rtsp");
    }
}
