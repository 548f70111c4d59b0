package dev.saccade.control.wire;

import dev.saccade.control.Actuator;
import dev.saccade.posix.GateLink;
import dev.saccade.posix.WireLink;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;

/**
 * A wire that a process outside the JVM owns: it checks expiry again, sends, and carries out the safe plan when this JVM
 * stalls, stops or dies. One program drives a gate at a time.
 *
 * <p>Once the gate has gone safe, {@link #send} answers {@link Actuator#LATCHED} until {@link #rearm}; {@link #sendSafe}
 * answers {@link Actuator#SENT}, since the gate sends by itself. What the gate met while sending is told at a later send.
 * When the gate itself is gone, this process opens the port and sends the safe plan, nothing else, for good.
 */
public final class GatedWire implements Wire {
    private static final String[] REASONS = {
        "", "the latest command expired and none followed", "the program stalled", "the program was gone"
    };

    private final String name;
    private final GateBounds bounds;
    private long gate;
    private boolean covered;
    private volatile boolean closed;

    private GatedWire(String name, long gate, GateBounds bounds) {
        this.name = name;
        this.gate = gate;
        this.bounds = bounds;
    }

    /**
     * Joins the gate that holds the wire, or starts one. A gate that went safe under an earlier program stays so:
     * {@link #isLatched}.
     *
     * @param uri {@code udp://HOST:PORT[?bind=PORT]} or {@code serial:DEVICE[?baud=N]}
     * @param bounds how long the gate waits
     * @param identity who sends
     * @return the wire, owned by the caller
     * @throws WireException when the address is wrong, the port cannot be opened, another program has the wire, or the
     *     gate cannot be started
     */
    public static GatedWire open(String uri, GateBounds bounds, WireIdentity identity) {
        try (WireAddress address = WireAddress.of(uri);
                BytePointer who = identity.bytes();
                BytePointer line = new BytePointer(WireLink.LINE_BYTES)) {
            long gate = join(address, bounds, who, line);
            if (gate == GateLink.NOBODY) {
                boolean started = GateProgram.start(address);
                gate = join(address, bounds, who, line);
                if (gate == GateLink.NOBODY) {
                    throw new WireException(
                            WireException.Kind.HELD,
                            uri + (started ? ": the gate ended at once" : ": another process holds this wire; end it"));
                }
            }
            if (gate < 0) {
                throw new WireException(WireException.Kind.HELD, uri + ": " + WireAddress.text(line));
            }
            return new GatedWire(uri, gate, bounds);
        }
    }

    private static long join(WireAddress address, GateBounds bounds, BytePointer who, BytePointer line) {
        return GateLink.join(
                address.handle(), bounds.periodNs(), bounds.stallNs(), bounds.graceNs(), who.address(), line.address());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void plan(int index, SafePlan plan) {
        try (PlanBytes bytes = new PlanBytes(plan, index)) {
            if (closed || GateLink.plan(gate, bytes.address(), bytes.length()) != 0) {
                throw new WireException(
                        WireException.Kind.USAGE,
                        name + ": the gate did not take the safe plan: malformed, over 8 phases, or the gate is gone");
            }
        }
    }

    @Override
    public void choose(int index) {
        if (!closed) {
            GateLink.choose(gate, index);
        }
    }

    @Override
    public void alive() {
        if (!closed) {
            GateLink.alive(gate);
        }
    }

    @Override
    public int send(MessageBatch messages, long validUntilNs) {
        return closed ? Actuator.FAILED : GateLink.send(gate, messages.address(), messages.length(), validUntilNs);
    }

    /** By the gate's clock; the time given is not used. */
    @Override
    public int sendSafe(long nowNs) {
        return closed ? Actuator.FAILED : GateLink.sendSafe(gate, 0, 0);
    }

    /** By the gate's clock; the time given is not used. */
    @Override
    public int sendSafe(MessageBatch instead, long nowNs) {
        return closed ? Actuator.FAILED : GateLink.sendSafe(gate, instead.address(), instead.length());
    }

    @Override
    public int receive(long address, int capacity) {
        return closed ? -1 : GateLink.receive(gate, address, capacity);
    }

    /** Takes the gate's present epoch. Nothing where the gate is gone: that needs a new one, and so a new wire. */
    @Override
    public synchronized void rearm() {
        if (!closed) {
            GateLink.rearm(gate);
        }
    }

    /** @return whether the gate is safe or gone, and takes no command; any thread */
    public synchronized boolean isLatched() {
        return closed || GateLink.isLatched(gate);
    }

    /** @return whether the gate is gone, as far as the latest send saw; any thread */
    public synchronized boolean isGateGone() {
        return !closed && GateLink.isGone(gate);
    }

    /** @return the gate's process; any thread */
    public synchronized long gatePid() {
        return closed ? 0 : GateLink.pid(gate);
    }

    /** @return what the system does not permit the gate and how to grant it, one line; empty when nothing; any thread */
    public synchronized String refused() {
        int missing = closed ? 0 : GateLink.missing(gate);
        String line = (missing & GateLink.NO_FIFO) != 0 ? "gate: SCHED_FIFO is not permitted (limit rtprio to 81)" : "";
        if ((missing & GateLink.NO_MEMORY_LOCK) == 0) {
            return line;
        }
        return line + (line.isEmpty() ? "" : "; ") + "gate: locking memory is not permitted (raise memlock)";
    }

    @Override
    public synchronized String lastError() {
        if (closed) {
            return WireErrors.CLOSED;
        }
        long pid = GateLink.pid(gate);
        if (GateLink.isGone(gate)) {
            return "the gate (process " + pid + ") is gone: this program sends the safe plan and nothing else; end it"
                    + " and start it again";
        }
        if (GateLink.isLatched(gate)) {
            int reason = GateLink.reason(gate);
            String why = reason > 0 && reason < REASONS.length ? REASONS[reason] : "it was safe when it was joined";
            String bound = String.format(Locale.ROOT, " (stall bound %.1f ms)", bounds.stallNs() / 1e6);
            return "the gate (process " + pid + ") has gone safe: " + why + bound
                    + "; re-arm once the cause is removed";
        }
        if (GateLink.isBlocked(gate)) {
            return "the gate (process " + pid
                    + ") takes no commands: it is stopped or gets no processor; continue it (kill" + " -CONT " + pid
                    + "), or end it and start the program again";
        }
        return WireErrors.line(GateLink.error(gate));
    }

    /** @return whether the gate lives; once closed, whether it lived until then */
    @Override
    public synchronized boolean isCoveredByGate() {
        return closed ? covered : !GateLink.isGone(gate);
    }

    /** As {@link #close}, but a gate that has gone safe goes on with its plan. */
    public synchronized void leave() {
        if (!closed) {
            covered = !GateLink.isGone(gate);
            closed = true;
            GateLink.leave(gate);
            gate = 0;
        }
    }

    /** Ends in order: the last command is safe; a gate that was started for this wire is gone when this returns. */
    @Override
    public synchronized void close() {
        if (!closed) {
            covered = !GateLink.isGone(gate);
            closed = true;
            GateLink.close(gate);
            gate = 0;
        }
    }
}
