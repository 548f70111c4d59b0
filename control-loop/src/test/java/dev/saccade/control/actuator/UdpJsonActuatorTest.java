package dev.saccade.control.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UdpJsonActuatorTest {
    @Test
    void shouldRefuseWhatIsNotAUdpAddress() {
        for (String wrong :
                new String[] {"udp://127.0.0.1", "udp://:9", "udp:// x", "udp://127.0.0.1:0", "udp://::1:9"}) {
            assertThatThrownBy(() -> UdpJsonActuator.open(wrong))
                    .hasMessage("actuator " + wrong + ": write it as udp://host:port");
        }
        for (String wrong : new String[] {"tcp://127.0.0.1:9", "127.0.0.1:9"}) {
            assertThatThrownBy(() -> UdpJsonActuator.open(wrong))
                    .hasMessage(
                            "actuator " + wrong + ": write it as udp://host:port or serial:/dev/ttyUSB0?baud=921600");
        }
        assertThatThrownBy(() -> UdpJsonActuator.open("udp://no-such-host.invalid:9"))
                .hasMessageContaining("unknown host 'no-such-host.invalid'");
    }

    @Test
    void shouldWriteNumbersAsJsonDoes() {
        assertThat(text(0.0)).isEqualTo("{0.000000}");
        assertThat(text(-0.0)).isEqualTo("{0.000000}");
        assertThat(text(1.25)).isEqualTo("{1.250000}");
        assertThat(text(-0.5)).isEqualTo("{-0.500000}");
        assertThat(text(-1e-9)).isEqualTo("{0.000000}");
        assertThat(text(0.0000015)).isEqualTo("{0.000002}");
        assertThat(text(0.9999999)).isEqualTo("{1.000000}");
        assertThat(text(123456.789)).isEqualTo("{123456.789000}");
        assertThat(text(1e300)).isEqualTo("{9000000000000.000000}");
        JsonLine line = new JsonLine(100);
        line.begin();
        line.number(Long.MIN_VALUE);
        assertThat(string(line)).isEqualTo("{" + Long.MIN_VALUE + "}");
    }

    private static String text(double value) {
        JsonLine line = new JsonLine(100);
        line.begin();
        line.number(value);
        return string(line);
    }

    private static String string(JsonLine line) {
        return new String(line.array(), 0, line.end(), StandardCharsets.UTF_8);
    }
}
