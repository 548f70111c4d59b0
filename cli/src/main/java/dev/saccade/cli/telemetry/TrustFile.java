package dev.saccade.cli.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;

/** The certificate authorities that may vouch for a broker, from a PEM file: they replace the JDK's own. */
final class TrustFile {
    private TrustFile() {}

    static TrustManagerFactory read(Path file) throws TelemetryException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw refusal(file, null);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust;
        } catch (IOException | GeneralSecurityException e) {
            throw refusal(file, e);
        }
    }

    private static TelemetryException refusal(Path file, Throwable cause) {
        return TelemetryException.badFile(
                "--mqtt-ca " + file + ": holds no certificate that can be read; name the PEM file of the authority that"
                        + " signed the broker's",
                cause);
    }
}
