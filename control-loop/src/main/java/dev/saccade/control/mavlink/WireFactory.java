package dev.saccade.control.mavlink;

import dev.saccade.control.wire.DirectWire;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.GatedWire;
import dev.saccade.control.wire.Wire;
import dev.saccade.time.MonotonicClock;

/** Opens the wire that a MAVLink vehicle is on: in this process, or in the gate's. */
@FunctionalInterface
public interface WireFactory {
    /**
     * Opens a wire that frames its messages as {@link MavlinkOptions#identity()} says.
     *
     * @param options whose {@link MavlinkOptions#transport()} says where the vehicle is
     * @return the wire, owned by the caller
     * @throws dev.saccade.control.wire.WireException when it cannot be opened
     */
    Wire open(MavlinkOptions options);

    /**
     * Wires that the gate owns.
     *
     * @param bounds how long the gate waits; {@link GateBounds#atRate} of the loop's rate
     * @return a factory
     */
    static WireFactory gated(GateBounds bounds) {
        return options -> GatedWire.open(options.transport(), bounds, options.identity());
    }

    /** @return wires of this process, which nothing guards */
    static WireFactory direct() {
        return options -> DirectWire.open(options.transport(), options.identity(), MonotonicClock.SYSTEM);
    }
}
