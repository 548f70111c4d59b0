package dev.saccade.control.mavlink;

import dev.saccade.control.Actuator;
import dev.saccade.control.Command;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.Wire;
import dev.saccade.mavlink.MavlinkFrame;
import dev.saccade.mavlink.MavlinkReceiver;
import java.util.function.LongSupplier;

/**
 * A vehicle that speaks MAVLink 2: {@link MavlinkRover} and {@link MavlinkCopter} make it. Each tick it reads what the
 * autopilot sent, then sends the tick's set-point, once; what is not followed by another expires, and after that only the
 * safe policy leaves. A HEARTBEAT leaves once a second, and TIMESYNC requests until the clocks are compared.
 *
 * <p>Before the autopilot takes set-points they are sent all the same, since PX4 enters OFFBOARD on a running stream only.
 * When the pilot takes over, {@link #send} answers {@link #HANDED_OVER} and nothing but a HEARTBEAT leaves until
 * {@link #rearm}. When the autopilot's HEARTBEAT stays away, commands are refused with {@link #FAILED} and the safe policy
 * goes out: the vehicle may still hear us.
 *
 * @param <C> the vehicle's command
 */
public final class MavlinkActuator<C extends Command> implements Actuator<C> {
    private static final int CAPACITY = 1024;
    private static final long HEARTBEAT_NS = 1_000_000_000L;
    private static final long TIMESYNC_NS = 1_000_000_000L;
    private static final long FIRST_TIMESYNC_NS = 100_000_000L;
    /** A HEARTBEAT in place of a safe set-point keeps clear of the phase's end, which the gate times by its own clock. */
    private static final long PHASE_MARGIN_NS = 100_000_000L;
    /** Well past the next one, so that the gate never sees the stream of a vehicle under its pilot expire. */
    private static final long STAND_BY_VALID_NS = 3 * HEARTBEAT_NS;

    private static final int SOUND = 0;
    private static final int SILENT = 1;
    private static final int NOT_FINITE = 2;
    private static final int WIRE_BROKEN = 3;

    private final Vehicle<C> vehicle;
    private final Wire wire;
    private final MavlinkOptions options;
    private final MavlinkWriter writer;
    private final Autopilot autopilot;
    private final ClockOffset clock = new ClockOffset();
    private final MavlinkSensors sensors = new MavlinkSensors(clock);
    private final MavlinkInbox inbox;
    private final MessageBatch batch = new MessageBatch(CAPACITY);
    private SafePlans plans;
    private SafePlans.Stance stance;
    private long heartbeatDueNs;
    private long timesyncDueNs;
    private boolean started;
    private boolean safe;
    private long safeSinceNs;
    private boolean landing;
    private volatile boolean takenOver;
    private int fault = SOUND;
    /** What {@link #lastError} tells. */
    private volatile int told = SOUND;

    private volatile boolean heardVersion1;

    MavlinkActuator(Vehicle<C> vehicle, Wire wire, MavlinkOptions options) {
        this(vehicle, wire, options, MavlinkFrame::realtimeUs);
    }

    MavlinkActuator(Vehicle<C> vehicle, Wire wire, MavlinkOptions options, LongSupplier realtimeUs) {
        this.vehicle = vehicle;
        this.wire = wire;
        this.options = options;
        writer = new MavlinkWriter(options.targetSystem(), options.targetComponent());
        autopilot = new Autopilot(options.timeoutNs());
        inbox = new MavlinkInbox(options, autopilot, clock, sensors, realtimeUs);
    }

    /** @return the autopilot's estimates, to be registered with the loop */
    public MavlinkSensors sensors() {
        return sensors;
    }

    @Override
    public String name() {
        return "mavlink:" + wire.name();
    }

    @Override
    public C newCommand() {
        return vehicle.newCommand();
    }

    @Override
    public void prepare(SafePolicy policy) {
        SafePlans made = new SafePlans(policy, writer, options.isMultirotor(), name());
        if (plans != null) {
            plans.close();
        }
        plans = made;
        made.set(wire);
        stance = null;
        adopt(SafePlans.Stance.IDLE);
    }

    @Override
    public int send(C command, TickInput in) {
        return send(command, in.timeNs(), in.validUntilNs());
    }

    int send(C command, long nowNs, long validUntilNs) {
        listen(nowNs);
        if (takenOver) {
            return standBy(nowNs);
        }
        if (fault != SOUND) {
            return fail(fault);
        }
        if (!isRepresentable(command)) {
            return fail(NOT_FINITE);
        }
        safe = false;
        landing = false;
        adopt(stance());
        batch.clear();
        vehicle.write(command, nowNs, autopilot, writer, batch);
        appendHousekeeping(nowNs, MavlinkWriter.ACTIVE);
        return tell(wire.send(batch, validUntilNs));
    }

    @Override
    public int sendSafe(TickInput in) {
        return sendSafe(in.timeNs());
    }

    int sendSafe(long nowNs) {
        listen(nowNs);
        if (takenOver) {
            int status = standBy(nowNs);
            // The vehicle that left our mode because we told it to land does what we asked for.
            return landing ? SENT : status;
        }
        boolean steered = autopilot.isSteered();
        if (adopt(stance()) || !safe) {
            safe = true;
            safeSinceNs = nowNs;
        }
        int status = carryOut(steered, nowNs);
        return fault == SOUND ? tell(status) : fail(fault);
    }

    /** Only a vehicle that we steer must miss our HEARTBEAT when its autopilot's fail-safe shall act. */
    private int carryOut(boolean steered, long nowNs) {
        long sinceNs = nowNs - safeSinceNs;
        if (!steered && sinceNs >= plans.holdNs()) {
            standBy(nowNs);
            return SENT;
        }
        landing |= steered && plans.lands() && sinceNs >= plans.holdNs();
        boolean holds = sinceNs < plans.holdNs() - PHASE_MARGIN_NS;
        return holds && isHousekeepingDue(nowNs) ? sendHold(nowNs) : wire.sendSafe(nowNs);
    }

    @Override
    public String lastError() {
        if (takenOver) {
            return "actuator " + name() + ": " + autopilot.makeName()
                    + " left the mode that takes set-points (custom mode "
                    + Integer.toUnsignedString(autopilot.customMode())
                    + ") or was disarmed: somebody else steers; give the mode back and re-arm";
        }
        return switch (told) {
            case SILENT ->
                "actuator " + name() + ": no HEARTBEAT of system " + options.targetSystem() + " component "
                        + options.targetComponent() + " for " + options.timeoutNs() / 1_000_000_000.0 + " s; "
                        + (heardVersion1
                                ? "it speaks MAVLink 1: set it to version 2"
                                : "check the link, its ids" + (options.isSigned() ? ", the signing key" : ""));
            case NOT_FINITE ->
                "actuator " + name() + ": a command does not fit the float that MAVLink carries; limit its axes";
            case WIRE_BROKEN ->
                wire.lastError().isEmpty() ? "actuator " + name() + ": cannot receive" : wire.lastError();
            default -> wire.lastError();
        };
    }

    @Override
    public void rearm() {
        autopilot.rearm();
        takenOver = false;
        landing = false;
        safe = false;
        wire.rearm();
        adopt(SafePlans.Stance.IDLE);
    }

    @Override
    public boolean isCoveredByGate() {
        return wire.isCoveredByGate();
    }

    @Override
    public void close() {
        wire.close();
        inbox.close();
        batch.close();
        if (plans != null) {
            plans.close();
        }
    }

    private void listen(long nowNs) {
        if (!started) {
            started = true;
            heartbeatDueNs = nowNs;
            timesyncDueNs = nowNs;
        }
        boolean reads = inbox.drain(wire, nowNs);
        heardVersion1 = inbox.count(MavlinkReceiver.VERSION_1) > 0;
        fault = !reads ? WIRE_BROKEN : autopilot.isHeard(nowNs) ? SOUND : SILENT;
        if (autopilot.isTakenOver() && !takenOver) {
            takenOver = true;
            adopt(SafePlans.Stance.NOTHING);
        }
    }

    /** A HEARTBEAT commands nothing, and its end might trip the fail-safe of a vehicle that its pilot flies. */
    private int standBy(long nowNs) {
        if (nowNs - heartbeatDueNs >= 0) {
            batch.clear();
            heartbeat(nowNs, MavlinkWriter.STANDBY);
            wire.send(batch, nowNs + STAND_BY_VALID_NS);
        } else {
            wire.alive();
        }
        return HANDED_OVER;
    }

    private int sendHold(long nowNs) {
        batch.clear();
        writer.velocity(batch, nowNs, 0, 0, 0, 0);
        appendHousekeeping(nowNs, MavlinkWriter.CRITICAL);
        return wire.sendSafe(batch, nowNs);
    }

    /** Whether every axis is finite as the float that leaves: a double may overflow. */
    private static boolean isRepresentable(Command command) {
        for (int i = 0; i < command.axes(); i++) {
            if (!Float.isFinite((float) command.value(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isHousekeepingDue(long nowNs) {
        return nowNs - heartbeatDueNs >= 0 || nowNs - timesyncDueNs >= 0 || inbox.isAsked();
    }

    private void appendHousekeeping(long nowNs, int state) {
        if (nowNs - heartbeatDueNs >= 0) {
            heartbeat(nowNs, state);
        }
        if (nowNs - timesyncDueNs >= 0) {
            timesyncDueNs = nowNs + (clock.isSettled() ? TIMESYNC_NS : FIRST_TIMESYNC_NS);
            clock.ask(nowNs);
            writer.timesync(batch, 0, nowNs);
        }
        if (inbox.isAsked()) {
            writer.timesync(batch, nowNs, inbox.takeQuestion());
        }
    }

    private int fail(int why) {
        told = why;
        return FAILED;
    }

    /** A refusal is the wire's to explain. */
    private int tell(int status) {
        told = status == SENT ? told : SOUND;
        return status;
    }

    private void heartbeat(long nowNs, int state) {
        heartbeatDueNs = nowNs + HEARTBEAT_NS;
        writer.heartbeat(batch, state);
    }

    /** @return whether another plan was in force, whose phases had begun at another time */
    private boolean adopt(SafePlans.Stance wanted) {
        if (stance == wanted) {
            return false;
        }
        stance = wanted;
        wire.choose(wanted.index());
        return true;
    }

    private SafePlans.Stance stance() {
        return autopilot.isSteered() ? SafePlans.Stance.STEERED : SafePlans.Stance.IDLE;
    }
}
