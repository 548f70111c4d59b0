package dev.saccade.control.mavlink;

import dev.saccade.control.DriveCommand;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.Wire;
import dev.saccade.mavlink.MavlinkFrame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Frames into one place, receives from another: the native work of a wire without its socket. */
public final class LoopbackWire implements Wire {
    private static final int BEAT = 100;

    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer out = new BytePointer(MavlinkFrame.MOST);
    private final long senderAddress = sender.address();
    private final long outAddress = out.address();
    private BytePointer incoming;
    private int pending;
    private final SafePlan[] plans = new SafePlan[4];
    private SafePlan plan;
    private long messages;
    private BytePointer heartbeat;
    private long looks;

    LoopbackWire(MavlinkOptions options) {
        try (BytePointer key = options.isSigned() ? new BytePointer(options.key()) : null) {
            MavlinkFrame.sender(senderAddress, 1, 191, key == null ? 0 : key.address(), 0);
        }
    }

    /**
     * Makes a rover whose autopilot takes set-points, and whose heart beats with every hundredth look at the wire.
     *
     * @return the rover, owned by the caller
     */
    public static MavlinkActuator<DriveCommand> rover() {
        MavlinkOptions options = MavlinkOptions.parse("memory:");
        LoopbackWire wire = new LoopbackWire(options);
        wire.heartbeat = new BytePointer(new Peer().frame(Peer.px4(Peer.PX4_OFFBOARD, true)));
        return MavlinkRover.over(wire, options);
    }

    long messages() {
        return messages;
    }

    void deliver(BytePointer bytes) {
        incoming = bytes;
        pending = 1;
    }

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public void plan(int index, SafePlan newPlan) {
        plans[index] = newPlan;
    }

    @Override
    public void choose(int index) {
        plan = plans[index];
    }

    @Override
    public void alive() {}

    @Override
    public int send(MessageBatch batch, long validUntilNs) {
        int at = 0;
        while (at < batch.length()) {
            Pointer.memcpy(head, place.at(batch.address() + at), 8);
            int length = head.getShort(4) & 0xFFFF;
            MavlinkFrame.frame(
                    senderAddress,
                    head.getInt(0),
                    head.get(6) & 0xFF,
                    batch.address() + at + 12,
                    length,
                    MavlinkFrame.realtimeUs(),
                    outAddress);
            messages++;
            at += 12 + (length + 3) / 4 * 4;
        }
        return 0;
    }

    private final BytePointer head = new BytePointer(8);
    private final Place place = new Place();

    private static final class Place extends Pointer {
        Place at(long where) {
            address = where;
            return this;
        }
    }

    @Override
    public int sendSafe(long nowNs) {
        return send(plan.phases().get(0).messages(), nowNs);
    }

    @Override
    public int sendSafe(MessageBatch instead, long nowNs) {
        return send(instead, nowNs);
    }

    @Override
    public int receive(long address, int capacity) {
        if (heartbeat != null && looks++ % BEAT == 0) {
            deliver(heartbeat);
        }
        if (pending == 0) {
            return 0;
        }
        pending = 0;
        Pointer.memcpy(place.at(address), incoming, incoming.capacity());
        return (int) incoming.capacity();
    }

    @Override
    public void rearm() {}

    @Override
    public String lastError() {
        return "";
    }

    @Override
    public boolean isCoveredByGate() {
        return false;
    }

    @Override
    public void close() {}
}
