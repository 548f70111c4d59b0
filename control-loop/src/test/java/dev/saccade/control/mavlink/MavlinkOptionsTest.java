package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.control.LoopConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MavlinkOptionsTest {
    private static final String KEY = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

    @TempDir
    Path directory;

    @Test
    void shouldFillInTheUsualIds() {
        MavlinkOptions options = MavlinkOptions.parse("udp://127.0.0.1:14540");
        assertThat(options.transport()).isEqualTo("udp://127.0.0.1:14540");
        assertThat(options.system()).isEqualTo(1);
        assertThat(options.component()).isEqualTo(191);
        assertThat(options.targetSystem()).isEqualTo(1);
        assertThat(options.targetComponent()).isEqualTo(1);
        assertThat(options.timeoutNs()).isEqualTo(3_000_000_000L);
        assertThat(options.isSigned()).isFalse();
        assertThat(options.key()).isNull();
        assertThat(options.isMultirotor()).isFalse();
        assertThat(options.sectors().count()).isZero();
    }

    @Test
    void shouldReadEveryOptionAndLeaveTheWiresOwn() {
        MavlinkOptions options = MavlinkOptions.parse("serial:/dev/ttyACM0?target=7&baud=921600&targetComponent=2"
                + "&component=192&link=3&timeout=2.5&vehicle=copter&sectors=36&fan=90&range=0.3-12");
        assertThat(options.transport()).isEqualTo("serial:/dev/ttyACM0?baud=921600");
        assertThat(options.system())
                .as("a computer on board belongs to its vehicle")
                .isEqualTo(7);
        assertThat(options.component()).isEqualTo(192);
        assertThat(options.targetSystem()).isEqualTo(7);
        assertThat(options.targetComponent()).isEqualTo(2);
        assertThat(options.link()).isEqualTo(3);
        assertThat(options.timeoutNs()).isEqualTo(2_500_000_000L);
        assertThat(options.isMultirotor()).isTrue();
        assertThat(options.sectors()).isEqualTo(new ObstacleSectors(36, 90, 0.3, 12));
        assertThat(MavlinkOptions.parse("udp://h:1?target=7&system=9").system()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "system=0, 1 to 255",
        "target=256, 1 to 255",
        "component=x, a number",
        "link=-1, 0 to 255",
        "system=1.5, 1 to 255",
        "timeout=0.5, 1.5 to 60",
        "timeout=NaN, 1.5 to 60",
        "vehicle=boat, rover or copter",
        "sectors=73, 0 to 72",
        "range=5, 0.2-20",
        "range=5-2, must grow",
        "fan=400, 360",
        "key, name=value"
    })
    void shouldSayWhatIsWrong(String option, String remedy) {
        assertThatThrownBy(() -> MavlinkOptions.parse("udp://127.0.0.1:14540?" + option))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining(option.contains("=") ? option.split("=")[0] : option)
                .hasMessageContaining(remedy);
    }

    @Test
    void shouldReadAKeyThatOnlyItsOwnerCanRead() throws Exception {
        MavlinkOptions options = MavlinkOptions.parse("udp://h:1?key=" + key(KEY + "\n", "rw-------"));
        assertThat(options.isSigned()).isTrue();
        assertThat(options.key()).hasSize(32).startsWith(0, 0x11, 0x22).endsWith(0xEE, 0xFF);
        options.key()[0] = 99;
        assertThat(options.key()[0]).as("a copy").isZero();
        assertThat(MavlinkOptions.parse("udp://h:1?key=" + key(KEY, "r--------"))
                        .isSigned())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void shouldRefuseAKeyThatIsOpenToOthers(String permissions) throws Exception {
        Path file = key(KEY, permissions);
        assertThatThrownBy(() -> MavlinkOptions.parse("udp://h:1?key=" + file))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("chmod 600 " + file);
    }

    @ParameterizedTest
    @CsvSource({"0011", "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"})
    void shouldRefuseWhatIsNoKeyWithoutShowingIt(String text) throws Exception {
        Path file = key(text, "rw-------");
        assertThatThrownBy(() -> MavlinkOptions.parse("udp://h:1?key=" + file))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("64 hexadecimal digits")
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining(text);
    }

    @Test
    void shouldSayWhenThereIsNoKeyFile() {
        Path file = directory.resolve("none");
        assertThatThrownBy(() -> MavlinkOptions.parse("udp://h:1?key=" + file))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("openssl rand -hex 32");
    }

    private Path key(String text, String permissions) throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "vehicle", ".key"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
