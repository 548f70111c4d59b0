package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An encrypted broker is believed only with the right certificate under the right name. */
@Timeout(120)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path work;

    @Test
    void shouldTakeTheRightCertificateAloneUnderItsOwnName() throws Exception {
        Path right = certificate("right", "ip:127.0.0.1");
        Path other = certificate("other", "ip:127.0.0.1");
        Path misnamed = certificate("misnamed", "dns:elsewhere.example");
        try (Mosquitto mosquitto = broker("right")) {
            String uri = mosquitto.uri().replace("mqtt://", "mqtts://");
            try (TelemetryRig rig = new TelemetryRig(uri, null, right)) {
                rig.awaitConnection(1);
            }
            refused(uri, other);
            refused(uri, null);
        }
        try (Mosquitto mosquitto = broker("misnamed")) {
            refused(mosquitto.uri().replace("mqtt://", "mqtts://"), misnamed);
        }
    }

    private static void refused(String uri, Path authorities) throws Exception {
        try (TelemetryRig rig = new TelemetryRig(uri, null, authorities)) {
            Await.until("the refusal", () -> !rig.telemetry.counts().error().isEmpty(), rig.telemetry::counts);
            assertThat(rig.telemetry.counts().error()).contains("TLS failed", "--mqtt-ca");
            assertThat(rig.telemetry.counts().connections()).isZero();
        }
    }

    private Mosquitto broker(String name) throws Exception {
        return Mosquitto.start(
                work,
                "allow_anonymous true",
                "certfile " + work.resolve(name + ".pem"),
                "keyfile " + work.resolve(name + ".key"));
    }

    /** A certificate that vouches for itself, made by the JDK's own tool. */
    private Path certificate(String name, String alternative) throws Exception {
        Path store = work.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + alternative,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        pem(
                name + ".key",
                "PRIVATE KEY",
                keys.getKey("broker", PASSWORD.toCharArray()).getEncoded());
        return pem(name + ".pem", "CERTIFICATE", keys.getCertificate("broker").getEncoded());
    }

    private Path pem(String file, String what, byte[] der) throws Exception {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                work.resolve(file), "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
