package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VelocityCommandTest {
    @Test
    void shouldNameItsAxesInTheOrderOfItsValues() {
        VelocityCommand command = new VelocityCommand().forward(1).left(2).up(3).yawRate(4);

        assertThat(command.axes()).isEqualTo(4);
        for (int i = 0; i < command.axes(); i++) {
            assertThat(command.value(i)).isEqualTo(i + 1);
        }
        assertThat(command.axis(0)).isEqualTo("forward");
        assertThat(command.axis(1)).isEqualTo("left");
        assertThat(command.axis(2)).isEqualTo("up");
        assertThat(command.axis(3)).isEqualTo("yawRate");
    }

    @Test
    void shouldSetEachAxisByItsNumber() {
        VelocityCommand command = new VelocityCommand();
        for (int i = 0; i < command.axes(); i++) {
            command.value(i, 10 + i);
        }

        assertThat(command.forward()).isEqualTo(10);
        assertThat(command.left()).isEqualTo(11);
        assertThat(command.up()).isEqualTo(12);
        assertThat(command.yawRate()).isEqualTo(13);
    }

    @Test
    void shouldRefuseAnAxisThatItDoesNotHave() {
        VelocityCommand command = new VelocityCommand();

        assertThatThrownBy(() -> command.value(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> command.value(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
