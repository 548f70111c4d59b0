package dev.saccade.control.actuator;

import dev.saccade.control.Actuator;
import dev.saccade.control.Command;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import java.util.function.Supplier;

/**
 * Sends commands nowhere: for a loop that only watches.
 *
 * @param <C> the command
 */
public final class NullActuator<C extends Command> implements Actuator<C> {
    private final Supplier<C> commands;

    /** @param commands makes a command */
    public NullActuator(Supplier<C> commands) {
        this.commands = commands;
    }

    /** @return one that takes drive commands */
    public static NullActuator<DriveCommand> drive() {
        return new NullActuator<>(DriveCommand::new);
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public C newCommand() {
        return commands.get();
    }

    @Override
    public void prepare(SafePolicy policy) {}

    @Override
    public int send(C command, TickInput in) {
        return SENT;
    }

    @Override
    public int sendSafe(TickInput in) {
        return SENT;
    }

    @Override
    public String lastError() {
        return "";
    }

    @Override
    public void close() {}
}
