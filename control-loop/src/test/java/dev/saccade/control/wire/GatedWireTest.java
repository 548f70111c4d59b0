package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.Actuator;
import dev.saccade.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gate that this JVM drives: which plan it carries out, and what it takes for well. */
@Timeout(60)
class GatedWireTest {
    private static final long PERIOD_NS = 2_000_000;
    private static final int SILENT_MS = 100;
    private static final GateBounds BOUNDS =
            new GateBounds(PERIOD_NS, PERIOD_NS, 0).stall(Duration.ofMillis(SILENT_MS / 2));

    private final MessageBatch command = Texts.raw("command");
    private final MessageBatch safe = Texts.raw("safe");
    private final MessageBatch other = Texts.raw("other");

    private GatedWire open(Vehicle vehicle) {
        GatedWire wire = GatedWire.open(vehicle.uri(), BOUNDS, WireIdentity.NONE);
        wire.plan(0, forEver(safe));
        wire.plan(1, forEver(new MessageBatch(64)));
        wire.plan(2, forEver(other));
        return wire;
    }

    private static SafePlan forEver(MessageBatch messages) {
        return new SafePlan(List.of(new SafePlan.Phase(messages, Long.MAX_VALUE, 0)));
    }

    /** The program stalls under a plan of silence, as beside a pilot who took over. */
    @Test
    void shouldCarryOutThePlanThatWasChosenLast() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                GatedWire wire = open(vehicle)) {
            wire.send(command, Long.MAX_VALUE);
            vehicle.await("command");
            wire.choose(1);
            await(wire::isLatched);
            assertThat(vehicle.isSilent(SILENT_MS)).isTrue();
            // A gate that is safe already follows as well.
            wire.choose(2);
            vehicle.await("other");
            wire.choose(0);
            vehicle.awaitRun("safe", 5);
            wire.choose(1);
            await(() -> isSilent(vehicle));
            assertThat(wire.send(command, Long.MAX_VALUE)).isEqualTo(Actuator.LATCHED);
        }
    }

    @Test
    void shouldNotTakeAProgramThatSaysNothingButIsWellForStalled() throws IOException {
        try (Vehicle vehicle = new Vehicle();
                GatedWire wire = open(vehicle)) {
            wire.send(command, Long.MAX_VALUE);
            vehicle.await("command");
            wire.choose(1);
            // Some four times the stall bound; where this test itself is held up for longer, the gate is right.
            boolean heldUp = false;
            long due = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                wire.alive();
                due += PERIOD_NS;
                Posix.sleepUntil(due);
                heldUp |= System.nanoTime() - due > BOUNDS.stallNs() / 2;
            }
            assertThat(wire.isLatched() && !heldUp).isFalse();
            assertThat(vehicle.isSilent(1)).isTrue();
        }
    }

    @Test
    void shouldTellOfAGateThatTakesNothing() throws Exception {
        try (Vehicle vehicle = new Vehicle();
                GatedWire wire = open(vehicle)) {
            wire.send(command, Long.MAX_VALUE);
            vehicle.await("command");
            Processes.signal("STOP", wire.gatePid());
            try {
                await(() -> wire.send(command, Long.MAX_VALUE) == Actuator.DROPPED);
                assertThat(wire.lastError()).contains("takes no commands").contains(Long.toString(wire.gatePid()));
            } finally {
                Processes.signal("CONT", wire.gatePid());
            }
            await(() -> wire.send(command, Long.MAX_VALUE) != Actuator.DROPPED);
        }
    }

    private static boolean isSilent(Vehicle vehicle) {
        try {
            return vehicle.isSilent(SILENT_MS);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long untilNs = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - untilNs).isNegative();
            Posix.sleepUntil(System.nanoTime() + PERIOD_NS);
        }
    }
}
