package dev.saccade.cli.sim;

import dev.saccade.control.TickInput;
import dev.saccade.control.VelocityCommand;
import java.util.ArrayList;
import java.util.List;

/** The record of a flight, as JSON lines: fixed decimals, so that every JDK writes the same bytes. */
public final class FlightLog {
    private static final double SCALE = 1e6;
    private static final int DIGITS = 6;

    private final List<FlightTick> ticks = new ArrayList<>();

    FlightLog() {}

    void add(TickInput in, VelocityCommand command, Airspace airspace, LandingPilot pilot) {
        Multirotor d = airspace.drone;
        ticks.add(new FlightTick(
                in.tick(),
                airspace.secondsAt(in.timeNs()),
                in.mode(),
                in.reason(),
                in.hasPerception() ? in.ageNs() : -1,
                pilot.phase(),
                command == null
                        ? null
                        : new double[] {command.forward(), command.left(), command.up(), command.yawRate()},
                new double[] {d.x(), d.y(), d.z(), d.vx(), d.vy(), d.vz(), d.roll(), d.pitch(), d.yaw()},
                pilot.hasEstimate()
                        ? new double[] {pilot.ahead(), pilot.aside(), pilot.height(), pilot.turn()}
                        : null));
    }

    /** @return every tick, in order */
    public List<FlightTick> ticks() {
        return ticks;
    }

    /** @return one JSON object a tick, each on a line of its own */
    public String toJsonLines() {
        StringBuilder text = new StringBuilder();
        for (FlightTick tick : ticks) {
            text.append("{\"tick\":").append(tick.tick()).append(",\"t\":");
            number(text, tick.seconds());
            text.append(",\"mode\":\"")
                    .append(tick.mode())
                    .append("\",\"reason\":\"")
                    .append(tick.reason())
                    .append("\",\"ageMs\":");
            if (tick.ageNs() < 0) {
                text.append("null");
            } else {
                number(text, tick.ageNs() / 1e6);
            }
            text.append(",\"phase\":\"").append(tick.phase()).append('"');
            numbers(text, "command", tick.command());
            numbers(text, "truth", tick.truth());
            numbers(text, "estimate", tick.estimate());
            text.append("}\n");
        }
        return text.toString();
    }

    private static void numbers(StringBuilder text, String name, double[] values) {
        text.append(",\"").append(name).append("\":");
        if (values == null) {
            text.append("null");
            return;
        }
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? '[' : ',');
            number(text, values[i]);
        }
        text.append(']');
    }

    /** Six decimals. Double.toString would write other digits from JDK 19 on. */
    private static void number(StringBuilder text, double value) {
        long scaled = Math.round(value * SCALE);
        long whole = Math.abs(scaled);
        String digits = Long.toString(whole % (long) SCALE);
        text.append(scaled < 0 ? "-" : "").append(whole / (long) SCALE).append('.');
        text.append("0".repeat(DIGITS - digits.length())).append(digits);
    }
}
