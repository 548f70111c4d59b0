package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandOutletTest {
    private final RecordingActuator actuator = new RecordingActuator();
    private final ControlCounters counters = new ControlCounters();
    private final TickInput in = new TickInput(List.of());
    private final DriveCommand command = new DriveCommand();
    private final List<Integer> answers = new ArrayList<>();
    private CommandOutlet<DriveCommand> outlet;

    @BeforeEach
    void open() {
        outlet = new CommandOutlet<>(actuator, counters);
        actuator.onSend(() -> actuator.answer(answers.isEmpty() ? Actuator.SENT : answers.remove(0)));
    }

    @Test
    void shouldSendNothingAfterTheLastCommand() {
        assertThat(outlet.unsafe()).isNotEmpty();
        outlet.sendLast(in);
        assertThat(outlet.unsafe()).isEmpty();
        assertThat(outlet.send(command, in)).isEqualTo(CommandOutlet.CLOSED);
        assertThat(outlet.sendSafe(in)).isEqualTo(CommandOutlet.CLOSED);
        outlet.sendLast(in);
        assertThat(actuator.sent()).hasSize(1).allMatch(RecordingActuator.Sent::safe);
    }

    @Test
    void shouldNotSendTheLastCommandDuringASend() {
        actuator.onSend(() -> outlet.sendLast(in));
        outlet.send(command, in);
        assertThat(actuator.sent()).hasSize(1);
        assertThat(outlet.unsafe())
                .isEqualTo("actuator recording: a send has not returned, the last safe command is not out");
    }

    @Test
    void shouldRepeatTheLastCommandUntilItStands() {
        answers.add(Actuator.REFUSED);
        outlet.sendLast(in);
        assertThat(actuator.sent()).hasSize(3);
        assertThat(outlet.unsafe()).isEmpty();
    }

    @Test
    void shouldTellAPeerThatRefusesEverySecondSendAsUdpDoes() {
        for (int before : new int[] {Actuator.SENT, Actuator.REFUSED}) {
            open();
            answers.clear();
            boolean next = before == Actuator.SENT;
            answers.addAll(
                    next
                            ? List.of(Actuator.SENT, Actuator.REFUSED, Actuator.SENT, Actuator.REFUSED)
                            : List.of(Actuator.REFUSED, Actuator.SENT, Actuator.REFUSED, Actuator.SENT));
            outlet.send(command, in);
            actuator.lastError("actuator recording: nobody listens");
            outlet.sendLast(in);
            assertThat(outlet.unsafe())
                    .isEqualTo("actuator recording: the last safe command was refused: nobody listens");
        }
    }

    @Test
    void shouldTellOfALastCommandThatThrewOrWasDropped() {
        actuator.onSend(() -> {
            throw new IllegalStateException("socket");
        });
        outlet.sendLast(in);
        assertThat(outlet.unsafe())
                .isEqualTo("actuator recording: the last safe command was not sent: "
                        + "java.lang.IllegalStateException: socket");
        open();
        answers.addAll(List.of(Actuator.DROPPED, Actuator.DROPPED, Actuator.DROPPED));
        outlet.sendLast(in);
        assertThat(outlet.unsafe()).isEqualTo("actuator recording: the last safe command was dropped");
    }
}
