package dev.saccade.control;

import dev.saccade.control.actuator.UdpJsonActuator;

/** A vehicle at full speed whose controller ends the JVM. */
final class ExitProgram {
    static final int CODE = 3;
    private static final int TICKS = 20;

    private int decided;

    private ExitProgram() {}

    private void decide(DriveCommand command) {
        command.speed(1);
        if (++decided > TICKS) {
            System.exit(CODE);
        }
    }

    /** @param arguments the vehicle's address */
    public static void main(String[] arguments) {
        ExitProgram program = new ExitProgram();
        try (UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open(arguments[0])) {
            EndTest.loop(udp).decide((seen, in, cmd) -> program.decide(cmd)).run();
        }
    }
}
