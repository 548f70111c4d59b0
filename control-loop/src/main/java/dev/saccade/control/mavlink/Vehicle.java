package dev.saccade.control.mavlink;

import dev.saccade.control.Command;
import dev.saccade.control.wire.MessageBatch;

/**
 * How one kind of command is written as messages. Control thread.
 *
 * @param <C> the command
 */
interface Vehicle<C extends Command> {
    /** @return a command, owned by the caller */
    C newCommand();

    /**
     * Writes a command.
     *
     * @param command finite, also as floats
     * @param timeNs of its tick
     * @param pilot what is known of the autopilot
     * @param writer towards the vehicle
     * @param batch to append to
     */
    void write(C command, long timeNs, Autopilot pilot, MavlinkWriter writer, MessageBatch batch);
}
