package dev.saccade.cli.telemetry;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where telemetry goes: {@code mqtt://host[:port]/prefix} (also {@code tcp://}), or {@code mqtts://} for TLS.
 *
 * @param host of the broker
 * @param port 1883 unless given, 8883 with TLS
 * @param tls whether the connection is encrypted and the broker's certificate checked
 * @param prefix of every topic, without a slash at its ends
 */
record MqttAddress(String host, int port, boolean tls, String prefix) {
    private static final String FORM = "write it as mqtt://HOST[:PORT]/PREFIX, or mqtts:// for TLS";
    private static final int PLAIN_PORT = 1883;
    private static final int TLS_PORT = 8883;
    /** Room for the longest topic below it within the protocol's 65535 bytes, and for a readable log line. */
    private static final int LONGEST_PREFIX = 200;

    static MqttAddress parse(String text) throws TelemetryException {
        if (text.contains("@")) {
            // Not repeated in the message: it would end up in a log.
            throw TelemetryException.usage("--mqtt: the URI holds a user or password, which every process of this"
                    + " machine can read; put them into a file and name it with --mqtt-login");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw refusal(text, FORM);
        }
        String scheme = String.valueOf(uri.getScheme());
        boolean tls = scheme.equals("mqtts");
        if (!tls && !scheme.equals("mqtt") && !scheme.equals("tcp")) {
            throw refusal(text, FORM);
        }
        if (uri.getHost() == null || uri.getPort() > 65_535 || uri.getPort() == 0) {
            throw refusal(text, FORM);
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refusal(text, "it takes no options after ? or #; " + FORM);
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? TLS_PORT : PLAIN_PORT;
        return new MqttAddress(host, port, tls, prefix(text, uri.getPath()));
    }

    private static String prefix(String text, String path) throws TelemetryException {
        String prefix = path.replaceAll("^/|/$", "");
        if (prefix.isEmpty()) {
            throw refusal(text, "it names no topic prefix; give each vehicle its own, as in mqtt://HOST/robots/7");
        }
        if (prefix.length() > LONGEST_PREFIX) {
            throw refusal(text, "the topic prefix is longer than " + LONGEST_PREFIX + " characters");
        }
        if (prefix.startsWith("$") || prefix.contains("//") || !prefix.matches("[^+#\\p{Cntrl}]+")) {
            throw refusal(
                    text, "'" + prefix + "' is no topic prefix: no + or #, no empty level, no $ at its beginning");
        }
        return prefix;
    }

    private static TelemetryException refusal(String text, String remedy) {
        return TelemetryException.usage("--mqtt " + text + ": " + remedy);
    }

    String topic(String name) {
        return prefix + "/" + name;
    }

    /** Whether what is sent stays on this machine. */
    boolean isLoopback() {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("::1");
    }

    @Override
    public String toString() {
        String shown = host.contains(":") ? "[" + host + "]" : host;
        return (tls ? "mqtts://" : "mqtt://") + shown + ":" + port + "/" + prefix;
    }
}
