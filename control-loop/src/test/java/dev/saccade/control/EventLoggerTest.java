package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the log says of a controller that throws again and again. */
class EventLoggerTest {
    private static final long SECOND = 1_000_000_000;

    private final ControlCounters counters = new ControlCounters();
    private final EventLogger logger = new EventLogger(counters, new Latch(counters), null, new RecordingActuator());

    private String fault(Throwable thrown, long timeNs) {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            counters.controllerFault(thrown);
            logger.onEvent(
                    ControlEvents.MODE,
                    timeNs,
                    Mode.NOMINAL.code(),
                    Mode.SAFE.code(),
                    Reason.CONTROLLER_FAULT.code(),
                    7);
        } finally {
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldLogWhatTheActuatorThrewWithItsStack() {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            counters.actuatorFault(new IllegalStateException("bus off"));
            logger.onEvent(ControlEvents.ACTUATOR_THREW, 0, 7, 0, 0, 0);
        } finally {
            System.setErr(err);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("actuator threw", "IllegalStateException: bus off", "\tat ");
    }

    @Test
    void shouldLogAStackOnceAClassAndAtMostOneExceptionASecond() {
        assertThat(fault(new IllegalStateException("first"), 0))
                .contains("controller threw; SAFE until re-armed", "IllegalStateException: first", "\tat ");
        assertThat(fault(new IllegalStateException("soon"), SECOND - 1)).doesNotContain("soon");
        assertThat(fault(new IllegalStateException("later\nwith a second line"), SECOND))
                .contains(
                        "threw; SAFE until re-armed, again: java.lang.IllegalStateException: later with a second line")
                .doesNotContain("\tat ");
        assertThat(fault(new ArithmeticException("other"), 3 * SECOND)).contains("ArithmeticException: other", "\tat ");
    }
}
