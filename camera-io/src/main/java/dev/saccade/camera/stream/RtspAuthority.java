package dev.saccade.camera.stream;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The parts of an RTSP URL.
 *
 * @param host name or address
 * @param port TCP
 * @param user name, or null
 * @param password word, empty when only a name is given
 * @param url the URL without credentials, as requests name it
 */
record RtspAuthority(String host, int port, String user, String password, String url) {
    private static final int RTSP_PORT = 554;
    private static final int RTSPS_PORT = 322;

    /** Null when it is no URL that Java can take apart; FFmpeg may still. */
    static RtspAuthority of(StreamUri stream) {
        String text = stream.url();
        int start = text.indexOf("//") + 2;
        int slash = text.indexOf('/', start);
        int at = text.lastIndexOf('@', slash < 0 ? text.length() : slash);
        String user = null;
        String password = "";
        if (at >= start) {
            String login = text.substring(start, at);
            int colon = login.indexOf(':');
            user = decoded(colon < 0 ? login : login.substring(0, colon));
            password = colon < 0 ? "" : decoded(login.substring(colon + 1));
            text = text.substring(0, start) + text.substring(at + 1);
        }
        try {
            URI uri = new URI(text);
            if (uri.getHost() == null || (user == null) == (at >= start)) {
                return null;
            }
            int standard = stream.scheme().equals("rtsps") ? RTSPS_PORT : RTSP_PORT;
            return new RtspAuthority(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort(), user, password, text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static String decoded(String word) {
        try {
            return new URI("x:" + word).getSchemeSpecificPart();
        } catch (URISyntaxException e) {
            return word; // a bare percent sign or the like: taken as it stands
        }
    }
}
