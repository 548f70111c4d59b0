package dev.saccade.control.actuator;

import dev.saccade.control.Actuator;
import dev.saccade.control.Command;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.pipeline.LatestValue;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Prints the latest command when it or the mode has changed, at most a few lines a second. The control thread only
 * leaves the values behind; a thread of this actuator formats and prints them, so changes in between are not shown.
 *
 * @param <C> the command
 */
public final class PrintActuator<C extends Command> implements Actuator<C> {
    private static final long INTERVAL_NS = 250_000_000;
    /** Changes below this are not worth a line. */
    private static final double STEP = 0.01;

    private final Supplier<C> commands;
    private final PrintStream out;
    private final LatestValue<Line> latest;
    private final C still;
    private final Line printed;
    private final Thread printer;
    private volatile boolean closing;

    /**
     * Starts the printing thread.
     *
     * @param commands makes a command
     * @param out where lines go; stays the caller's
     */
    public PrintActuator(Supplier<C> commands, PrintStream out) {
        this.commands = commands;
        this.out = out;
        still = commands.get();
        latest = new LatestValue<>(() -> new Line(still.axes()));
        printed = new Line(still.axes());
        printer = new Thread(this::print, "saccade-print");
        printer.setDaemon(true);
        printer.start();
    }

    /** @return one that prints drive commands on standard output */
    public static PrintActuator<DriveCommand> drive() {
        return new PrintActuator<>(DriveCommand::new, System.out);
    }

    @Override
    public String name() {
        return "print";
    }

    @Override
    public C newCommand() {
        return commands.get();
    }

    @Override
    public void prepare(SafePolicy policy) {
        if (policy.kind() != SafePolicy.Kind.STOP) {
            out.println("safe: " + policy.text());
        }
    }

    @Override
    public int send(C command, TickInput in) {
        Line line = latest.writable();
        line.mode = in.mode();
        line.reason = in.reason();
        line.tick = in.tick();
        line.ageNs = in.hasPerception() ? in.ageNs() : -1;
        for (int i = 0; i < line.values.length; i++) {
            line.values[i] = command.value(i);
        }
        latest.publish();
        return SENT;
    }

    @Override
    public int sendSafe(TickInput in) {
        return send(still, in);
    }

    @Override
    public String lastError() {
        return "";
    }

    /** Prints what is left and ends the thread. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(printer);
        try {
            printer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        while (true) {
            boolean last = closing;
            if (latest.poll() && latest.latest().differsFrom(printed)) {
                latest.latest().copyTo(printed);
                out.println(text(printed));
            }
            if (last) {
                out.flush();
                return;
            }
            LockSupport.parkNanos(INTERVAL_NS);
        }
    }

    private String text(Line line) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "tick %d %s", line.tick, line.mode));
        for (int i = 0; i < line.values.length; i++) {
            text.append(String.format(Locale.ROOT, " %s=%.2f", still.axis(i), line.values[i]));
        }
        if (line.ageNs >= 0) {
            text.append(String.format(Locale.ROOT, " age=%.0fms", line.ageNs / 1e6));
        }
        return line.mode == Mode.NOMINAL
                ? text.toString()
                : text.append(" (").append(line.reason.text()).append(')').toString();
    }

    private static final class Line {
        private final double[] values;
        private Mode mode;
        private Reason reason = Reason.NONE;
        private long tick;
        private long ageNs;

        Line(int axes) {
            values = new double[axes];
        }

        boolean differsFrom(Line other) {
            boolean differs = mode != other.mode || (mode != Mode.NOMINAL && reason != other.reason);
            for (int i = 0; i < values.length; i++) {
                differs |= Math.abs(values[i] - other.values[i]) >= STEP;
            }
            return differs;
        }

        void copyTo(Line other) {
            other.mode = mode;
            other.reason = reason;
            other.tick = tick;
            other.ageNs = ageNs;
            System.arraycopy(values, 0, other.values, 0, values.length);
        }
    }
}
