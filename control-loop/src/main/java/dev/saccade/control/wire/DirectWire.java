package dev.saccade.control.wire;

import dev.saccade.control.Actuator;
import dev.saccade.posix.GateLink;
import dev.saccade.posix.WireLink;
import dev.saccade.time.MonotonicClock;
import org.bytedeco.javacpp.BytePointer;

/**
 * A wire that this process opens itself. Nothing guards it: when the JVM stops or dies, the stream ends with whatever was
 * sent last. See {@link GatedWire}.
 */
public final class DirectWire implements Wire {
    private final String name;
    private final MonotonicClock clock;
    private long wire;
    private volatile boolean closed;

    private DirectWire(String name, long wire, MonotonicClock clock) {
        this.name = name;
        this.wire = wire;
        this.clock = clock;
    }

    /**
     * Opens a wire for plain messages.
     *
     * @param uri {@code udp://HOST:PORT[?bind=PORT]} or {@code serial:DEVICE[?baud=N]}
     * @return the wire, owned by the caller
     * @throws WireException when the address is wrong, it cannot be opened, or a gate holds it
     */
    public static DirectWire open(String uri) {
        return open(uri, WireIdentity.NONE, MonotonicClock.SYSTEM);
    }

    /**
     * Opens a wire.
     *
     * @param uri {@code udp://HOST:PORT[?bind=PORT]} or {@code serial:DEVICE[?baud=N]}
     * @param identity who sends
     * @param clock that expiry is judged by
     * @return the wire, owned by the caller
     * @throws WireException when the address is wrong, it cannot be opened, or a gate holds it
     */
    public static DirectWire open(String uri, WireIdentity identity, MonotonicClock clock) {
        try (WireAddress address = WireAddress.of(uri);
                BytePointer who = identity.bytes()) {
            int holder = GateLink.holder(address.handle());
            if (holder > 0) {
                throw new WireException(
                        WireException.Kind.HELD,
                        uri + ": a gate (process " + holder + ") holds this wire; send through it, or end it: kill "
                                + holder);
            }
            long wire = WireLink.open(address.handle());
            if (wire < 0) {
                throw new WireException(WireException.Kind.DEVICE, uri + ": " + WireErrors.line((int) -wire));
            }
            WireLink.identity(wire, who.address());
            return new DirectWire(uri, wire, clock);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void plan(int index, SafePlan plan) {
        try (PlanBytes bytes = new PlanBytes(plan, index)) {
            if (closed || WireLink.plan(wire, bytes.address(), bytes.length()) != 0) {
                throw new WireException(
                        WireException.Kind.USAGE, name + ": the safe plan is malformed, or has over 8 phases");
            }
        }
    }

    @Override
    public void choose(int index) {
        if (!closed) {
            WireLink.choose(wire, index);
        }
    }

    /** Nothing to do: nobody watches this process. */
    @Override
    public void alive() {}

    @Override
    public int send(MessageBatch messages, long validUntilNs) {
        return closed
                ? Actuator.FAILED
                : WireLink.send(wire, messages.address(), messages.length(), validUntilNs, nowNs());
    }

    @Override
    public int sendSafe(long nowNs) {
        return closed ? Actuator.FAILED : WireLink.sendSafe(wire, 0, 0, nowNs);
    }

    @Override
    public int sendSafe(MessageBatch instead, long nowNs) {
        return closed ? Actuator.FAILED : WireLink.sendSafe(wire, instead.address(), instead.length(), nowNs);
    }

    @Override
    public int receive(long address, int capacity) {
        return closed ? -1 : WireLink.receive(wire, address, capacity);
    }

    /** Nothing to do: this wire never goes safe by itself. */
    @Override
    public void rearm() {}

    @Override
    public synchronized String lastError() {
        return closed ? WireErrors.CLOSED : WireErrors.line(WireLink.error(wire));
    }

    @Override
    public boolean isCoveredByGate() {
        return false;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            WireLink.close(wire);
            wire = 0;
        }
    }

    /** The system's clock is read again by the wire, right before the bytes leave. */
    private long nowNs() {
        return clock == MonotonicClock.SYSTEM ? WireLink.CLOCK : clock.nanoTime();
    }
}
