package dev.saccade.control.wire;

import dev.saccade.posix.Posix;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A program that steers through a gate: message {@code command TAG} each 5 ms, valid for 20 s, until its input says
 * what to do: {@code rearm}, {@code close} (in order) or its end. It prints {@code ready PID}, then each status that differs
 * from the one before.
 */
final class GateClientProgram {
    static final long PERIOD_NS = 5_000_000;
    private static final long VALID_NS = 20_000_000_000L;

    private GateClientProgram() {}

    /** @param arguments address, tag, stall bound in ms */
    public static void main(String[] arguments) throws IOException {
        GateBounds bounds = new GateBounds(PERIOD_NS, PERIOD_NS, 2 * PERIOD_NS)
                .stall(Duration.ofMillis(Long.parseLong(arguments[2])));
        GatedWire wire = GatedWire.open(arguments[0], bounds, WireIdentity.NONE);
        MessageBatch safe = Texts.raw("safe " + arguments[1]);
        MessageBatch command = Texts.raw("command " + arguments[1]);
        wire.plan(new SafePlan(List.of(new SafePlan.Phase(safe, Long.MAX_VALUE, 0))));
        System.out.println("ready " + wire.gatePid());
        long due = System.nanoTime();
        int before = -1;
        while (true) {
            if (System.in.available() > 0) {
                int word = System.in.read();
                if (word == 'c') {
                    wire.close();
                    System.out.println("closed");
                    return;
                }
                wire.rearm();
            }
            int status = wire.send(command, System.nanoTime() + VALID_NS);
            if (status != before) {
                System.out.println("status " + status + " " + wire.lastError());
                before = status;
            }
            due += PERIOD_NS;
            Posix.sleepUntil(due);
            due = Math.max(due, System.nanoTime());
        }
    }
}
