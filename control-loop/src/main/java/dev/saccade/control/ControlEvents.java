package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.util.Locale;

/** The control thread's events in a {@link dev.saccade.log.EventRing}, and their text for the reader's side. */
public final class ControlEvents {
    /** Mode changed: from, to (codes of {@link Mode}), reason (code of {@link Reason}), tick. */
    public static final int MODE = 1;
    /** Ticks were skipped: how many, lateness in ns, tick. */
    public static final int SKIPPED = 2;
    /** The loop may steer from here: maxAge in ns, safeAfter in ns, tick. */
    public static final int ARMED = 3;
    /** A command was not finite: axis, raw bits of its value, tick. */
    public static final int INVALID_COMMAND = 4;
    /** The actuator became faulty: latest return code, 1 when that send was late, tick. */
    public static final int ACTUATOR_FAULTY = 5;
    /** Something worse calls for the same mode: mode (code), reason (code), tick. */
    public static final int WORSE = 6;
    /** The newest perception is of another engine than the one before: 1 of the standby, 0 of the configured one; tick. */
    public static final int FALLBACK = 7;
    /** An operator forgave what was latched: tick. */
    public static final int REARMED = 8;
    /** A tick is held up: ns since it began, 1 in the actuator or 0 in the controller, ticks before it. */
    public static final int STUCK = 9;
    /** The actuator threw: tick. */
    public static final int ACTUATOR_THREW = 10;

    private static final String[] STATUS = {"sent", "dropped", "refused", "failed", "latched", "handed over"};

    private ControlEvents() {}

    /**
     * One line on an event.
     *
     * @param type of the event
     * @param a first argument
     * @param b second argument
     * @param c third argument
     * @param d fourth argument
     * @return the line, without its time
     */
    public static String text(int type, long a, long b, long c, long d) {
        return switch (type) {
            case MODE ->
                "mode " + Mode.of((int) a) + " -> " + Mode.of((int) b) + " at tick " + d + ": "
                        + Reason.of((int) c).text();
            case SKIPPED -> a + " ticks skipped at tick " + c + ": woke " + ms(b) + " ms late";
            case ARMED -> "armed at tick " + c + ": maxAge " + ms(a) + " ms, safe after " + ms(b) + " ms";
            case INVALID_COMMAND ->
                "command rejected at tick " + c + ": axis " + a + " is " + Double.longBitsToDouble(b);
            case ACTUATOR_FAULTY ->
                "actuator faulty at tick " + c + ": latest send " + STATUS[(int) a]
                        + (b != 0 ? ", longer than a period" : "");
            case WORSE ->
                "mode " + Mode.of((int) a) + " at tick " + c + " also because of: "
                        + Reason.of((int) b).text();
            case FALLBACK ->
                "perception from tick " + b + " on by " + (a != 0 ? "the standby" : "the configured engine again");
            case REARMED -> "re-armed at tick " + a;
            case STUCK ->
                "tick " + c + " has been held up for " + ms(a) + " ms by the " + (b != 0 ? "actuator" : "controller");
            case ACTUATOR_THREW -> "actuator threw at tick " + a;
            default -> "event " + type + ": " + a + ", " + b + ", " + c + ", " + d;
        };
    }

    private static String ms(long ns) {
        return String.format(Locale.ROOT, "%.3f", ns / 1e6);
    }
}
