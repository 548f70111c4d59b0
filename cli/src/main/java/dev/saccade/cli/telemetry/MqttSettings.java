package dev.saccade.cli.telemetry;

import java.nio.file.Path;
import javax.net.ssl.TrustManagerFactory;

/**
 * What {@code --mqtt} and its options ask for, read and checked before the run begins.
 *
 * @param address of the broker
 * @param login or null
 * @param trust authorities for the broker's certificate, or null for the JDK's own
 */
public record MqttSettings(MqttAddress address, MqttLogin login, TrustManagerFactory trust) {
    /**
     * Reads the options.
     *
     * @param uri of the broker and the topics' prefix
     * @param login file of user and password, or null
     * @param authorities PEM file, or null
     * @throws TelemetryException when one of them cannot be used
     */
    public static MqttSettings of(String uri, Path login, Path authorities) throws TelemetryException {
        MqttAddress address = MqttAddress.parse(uri);
        if (authorities != null && !address.tls()) {
            throw TelemetryException.usage("--mqtt-ca " + authorities + ": " + address
                    + " is not encrypted, so that no certificate is checked; write mqtts://");
        }
        return new MqttSettings(
                address,
                login == null ? null : MqttLogin.read(login),
                authorities == null ? null : TrustFile.read(authorities));
    }

    /** Whether a password would cross a network unencrypted. */
    boolean exposesPassword() {
        return login != null && !address.tls() && !address.isLoopback();
    }
}
