package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SensorPortTest {
    private final SensorPort port = SensorPort.named("pose", "x", "y");
    private final SensorReadings readings = new SensorReadings(port, SensorPort.named("speed"));

    @Test
    void shouldReadFieldsByNameAndPlace() {
        port.put(0, 1.5).put(1, -2).publish(77);
        readings.take();
        assertThat(readings.of("pose").value("x")).isEqualTo(1.5);
        assertThat(readings.of("pose").value("y")).isEqualTo(-2);
        assertThat(readings.of("pose").value(1)).isEqualTo(-2);
        assertThat(readings.of("pose").value()).isEqualTo(1.5);
        assertThat(readings.of("pose").stampNs()).isEqualTo(77);
        assertThat(port.fields()).isEqualTo(2);
        assertThat(port.field(1)).isEqualTo("y");
    }

    @Test
    void shouldShowNothingBeforeItIsPublished() {
        port.put(0, 1).put(1, 2).publish(1);
        readings.take();
        port.put(0, 9);
        readings.take();
        assertThat(readings.of("pose").value("x")).isEqualTo(1);
    }

    /** Three copies change hands behind a port: none of them may bring back an older field. */
    @Test
    void shouldKeepAFieldThatIsNotSetAgain() {
        port.put(1, 5);
        for (int i = 0; i < 10; i++) {
            port.put(0, i).publish(i);
            if (i % 3 == 0) {
                readings.take();
                assertThat(readings.of("pose").value("x")).isEqualTo(i);
                assertThat(readings.of("pose").value("y")).isEqualTo(5);
            }
        }
    }

    @Test
    void shouldBeAbsentUntilSet() {
        readings.take();
        assertThat(readings.of("speed").isPresent()).isFalse();
        assertThat(readings.of("speed").value()).isNaN();
        assertThat(readings.of("pose").value("y")).isNaN();
    }

    @Test
    void shouldNameTheFieldsThatThereAre() {
        assertThatThrownBy(() -> readings.of("pose").value("z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sensor 'pose' has no field 'z'; its fields: x, y");
        assertThatThrownBy(() -> SensorPort.named("pose", "x", "x"))
                .isInstanceOf(LoopConfigurationException.class)
                .hasMessageContaining("each once");
    }
}
