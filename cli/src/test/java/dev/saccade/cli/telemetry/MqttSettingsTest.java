package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MqttSettingsTest {
    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "mqtt://broker/robots/7, mqtt://broker:1883/robots/7, false",
        "tcp://127.0.0.1:1234/r/, mqtt://127.0.0.1:1234/r, true",
        "mqtts://broker/r, mqtts://broker:8883/r, false",
        "mqtt://[::1]:1/a/b/c, mqtt://[::1]:1/a/b/c, true"
    })
    void shouldReadAnAddress(String text, String read, boolean loopback) throws TelemetryException {
        MqttAddress address = MqttAddress.parse(text);

        assertThat(address).hasToString(read);
        assertThat(address.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker/robots",
                "http://broker/r",
                "mqtt://broker",
                "mqtt://broker/",
                "mqtt:///r",
                "mqtt://broker:0/r",
                "mqtt://broker:70000/r",
                "mqtt://broker/a//b",
                "mqtt://broker/a/+/b",
                "mqtt://broker/%23",
                "mqtt://broker/$SYS",
                "mqtt://broker/a%00b",
                "mqtt://broker/r?qos=1",
                "mqtt://broker/r#x",
                "mqtt://bro ker/r"
            })
    void shouldRefuseAnAddressByName(String text) {
        TelemetryException refusal =
                catchThrowableOfType(TelemetryException.class, () -> MqttSettings.of(text, null, null));

        assertThat(refusal.isUsage()).isTrue();
        assertThat(refusal).hasMessageContaining("--mqtt " + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt://jo:secret@broker/r", "mqtt://jo:sec ret@broker/r", "jo:secret@broker"})
    void shouldNeitherTakeNorRepeatAPasswordOnTheCommandLine(String text) {
        TelemetryException refusal =
                catchThrowableOfType(TelemetryException.class, () -> MqttSettings.of(text, null, null));

        assertThat(refusal).hasMessageContaining("--mqtt-login").hasMessageNotContaining("sec");
    }

    @Test
    void shouldReadALoginThatOnlyItsOwnerMayRead() throws Exception {
        MqttLogin login = MqttLogin.read(file("robot 7\r\n p@ss word \n\n", "rw-------"));

        assertThat(login.user()).isEqualTo("robot 7");
        assertThat(login.password()).isEqualTo(" p@ss word ");
        assertThat(login.toString()).doesNotContain("p@ss");
    }

    @Test
    void shouldRefuseALoginThatOthersMayRead() throws Exception {
        for (String permissions : new String[] {"rw-r-----", "rw----r--", "rwx------", "rw--w----"}) {
            refusedLogin(file("a\nb\n", permissions), "chmod 600");
        }
    }

    @Test
    void shouldRefuseALoginWithoutUserOrPassword() throws Exception {
        refusedLogin(file("", "rw-------"), "line 1");
        refusedLogin(file("user only\n", "rw-------"), "line 2");
        refusedLogin(file("\nb\n", "rw-------"), "line 1");
        refusedLogin(file("a\nb\nc\n", "rw-------"), "line 1");
        refusedLogin(file("a\n" + "b".repeat(5_000), "rw-------"), "4096");
        refusedLogin(work.resolve("none"), "does not exist");
        refusedLogin(work, "not a file");
    }

    @Test
    void shouldRefuseAnAuthorityThatIsNoneOrNotUsed() throws Exception {
        Path pem = file("no certificate\n", "rw-r--r--");

        TelemetryException none =
                catchThrowableOfType(TelemetryException.class, () -> MqttSettings.of("mqtts://b/r", null, pem));
        TelemetryException unused =
                catchThrowableOfType(TelemetryException.class, () -> MqttSettings.of("mqtt://b/r", null, pem));

        assertThat(none.isUsage()).isFalse();
        assertThat(none).hasMessageContaining(pem.toString());
        assertThat(unused.isUsage()).isTrue();
        assertThat(unused).hasMessageContaining("mqtts://");
    }

    private static void refusedLogin(Path file, String part) {
        TelemetryException refusal = catchThrowableOfType(TelemetryException.class, () -> MqttLogin.read(file));

        assertThat(refusal.isUsage()).isFalse();
        assertThat(refusal).hasMessageContaining(file.toString()).hasMessageContaining(part);
    }

    private Path file(String content, String permissions) throws Exception {
        Path file = work.resolve("file");
        Files.deleteIfExists(file);
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
