package dev.saccade.control.mavlink;

import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.Wire;
import java.util.ArrayList;
import java.util.List;

/**
 * A safe policy on the wire, in the three forms that it has: for a vehicle that we steer, for one that nobody has given
 * to us yet, and for one that was taken from us. Encoded once. docs/mavlink.md gives the reasons.
 */
final class SafePlans implements AutoCloseable {
    /** How long, and how often, landing is asked for: against lost datagrams, but never against a pilot for ever. */
    static final long LAND_NS = 5_000_000_000L;

    static final long LAND_INTERVAL_NS = 1_000_000_000L;

    /** Who steers the vehicle. */
    enum Stance {
        /** It does not take our set-points yet: it must not be told to land under its pilot. */
        IDLE(0),
        /** It takes them. */
        STEERED(1),
        /** Its pilot took over. */
        NOTHING(2);

        private final int index;

        Stance(int index) {
            this.index = index;
        }

        /** Of its plan on the wire. */
        int index() {
            return index;
        }
    }

    private static final int CAPACITY = 256;

    private final MessageBatch hold = new MessageBatch(CAPACITY);
    private final MessageBatch land = new MessageBatch(CAPACITY);
    private final MessageBatch silence = new MessageBatch(CAPACITY);
    private final long holdNs;
    private final boolean lands;
    private final SafePlan steered;
    private final SafePlan idle;
    private final SafePlan nothing;

    SafePlans(SafePolicy policy, MavlinkWriter writer, boolean multirotor, String vehicle) {
        check(policy, multirotor, vehicle);
        writer.velocity(hold, 0, 0, 0, 0, 0);
        writer.command(land, MavlinkWriter.NAV_LAND);
        // One land command a second: the heart beats along.
        writer.heartbeat(land, MavlinkWriter.CRITICAL);
        holdNs = switch (policy.kind()) {
            case STOP -> Long.MAX_VALUE;
            case HOLD_THEN_LAND, HOLD_THEN_SILENCE -> policy.holdNs();
            case HAND_OVER -> 0;
        };
        lands = policy.kind() == SafePolicy.Kind.HOLD_THEN_LAND;
        SafePlan.Phase silent = new SafePlan.Phase(silence, Long.MAX_VALUE, 0);
        List<SafePlan.Phase> phases = new ArrayList<>();
        if (holdNs > 0) {
            phases.add(new SafePlan.Phase(hold, holdNs, 0));
        }
        nothing = new SafePlan(List.of(silent));
        idle = phases.isEmpty() ? nothing : new SafePlan(List.copyOf(phases));
        if (lands) {
            phases.add(new SafePlan.Phase(land, LAND_NS, LAND_INTERVAL_NS));
        }
        steered = phases.isEmpty() ? nothing : new SafePlan(phases);
    }

    /** Hands all of them to a wire, each by its stance's index. */
    void set(Wire wire) {
        wire.plan(Stance.IDLE.index, idle);
        wire.plan(Stance.STEERED.index, steered);
        wire.plan(Stance.NOTHING.index, nothing);
    }

    /** How long set-points of standing still are sent, ns. */
    long holdNs() {
        return holdNs;
    }

    /** Whether landing is asked for behind the hold. */
    boolean lands() {
        return lands;
    }

    @Override
    public void close() {
        hold.close();
        land.close();
        silence.close();
    }

    private static void check(SafePolicy policy, boolean multirotor, String vehicle) {
        if (multirotor && policy.kind() == SafePolicy.Kind.STOP) {
            throw new LoopConfigurationException("actuator " + vehicle + ": a multirotor that hovers for ever defeats"
                    + " its autopilot's fail-safe; use SafePolicy.holdThenLand or holdThenSilence");
        }
        if (!multirotor && policy.kind() == SafePolicy.Kind.HOLD_THEN_LAND) {
            throw new LoopConfigurationException("actuator " + vehicle + ": a ground vehicle cannot land; use"
                    + " SafePolicy.stop, or say vehicle=copter");
        }
    }
}
