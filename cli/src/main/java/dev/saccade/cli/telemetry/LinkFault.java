package dev.saccade.cli.telemetry;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** What the client library reports, in one line with a remedy. */
final class LinkFault {
    private LinkFault() {}

    static String text(MqttAddress address, Throwable fault) {
        return "mqtt " + address + ": " + reason(fault);
    }

    private static String reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof Mqtt5ConnAckException refused) {
                return switch (refused.getMqttMessage().getReasonCode()) {
                    case BAD_USER_NAME_OR_PASSWORD, NOT_AUTHORIZED, BANNED, BAD_AUTHENTICATION_METHOD ->
                        "the broker refused the login; check the file of --mqtt-login";
                    case UNSUPPORTED_PROTOCOL_VERSION -> "the broker does not speak MQTT 5; use one that does";
                    default ->
                        "the broker refused the connection: "
                                + words(refused.getMqttMessage().getReasonCode());
                };
            }
            if (cause instanceof Mqtt5SubAckException refused) {
                return "the broker refused the stop topic: "
                        + words(refused.getMqttMessage().getReasonCodes())
                        + "; remote stop is not in force, grant this user to read it";
            }
            if (cause instanceof Mqtt5PubAckException refused) {
                return "the broker refused a message: "
                        + words(refused.getMqttMessage().getReasonCode())
                        + "; grant this user to write below the prefix";
            }
            if (cause instanceof Mqtt5DisconnectException ended && ended.getMqttMessage() != null) {
                return "disconnected: " + words(ended.getMqttMessage().getReasonCode());
            }
            if (cause instanceof SSLException tls) {
                return "TLS failed: " + oneLine(tls) + "; check the broker's certificate and --mqtt-ca";
            }
            if (cause instanceof UnknownHostException) {
                return "unknown host; check the name";
            }
            if (cause instanceof ConnectException) {
                return "nobody listens; start the broker, or check host and port";
            }
        }
        return oneLine(root(fault));
    }

    private static Throwable root(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    private static String words(Object code) {
        return code.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String oneLine(Throwable fault) {
        String message = fault.getMessage();
        return message == null
                ? fault.getClass().getSimpleName()
                : message.replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
