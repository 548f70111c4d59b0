package dev.saccade.control.mavlink;

import dev.saccade.control.wire.Wire;

/** Opens the wire that a MAVLink vehicle is on: in this process, or in the gate's. */
@FunctionalInterface
public interface WireFactory {
    /**
     * Opens a wire that frames its messages as the options say: system, component, key and link are the sender's.
     *
     * @param options whose {@link MavlinkOptions#transport()} says where the vehicle is
     * @return the wire, owned by the caller
     * @throws dev.saccade.control.LoopConfigurationException when there is no such place
     */
    Wire open(MavlinkOptions options);
}
