package dev.saccade.control.mavlink;

import dev.saccade.control.wire.Wire;
import dev.saccade.mavlink.MavlinkReceiver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.BytePointer;

/**
 * Reads what came over the wire, a bounded amount at a time, and hands each message of the autopilot to whom it concerns.
 * Messages of other systems and components are left alone. Control thread; allocates nothing after the constructor.
 */
final class MavlinkInbox implements AutoCloseable {
    /** Datagrams, or chunks of a stream, that one tick reads. */
    private static final int READS = 8;
    /** Bytes of one read: above an Ethernet frame, so that no datagram is cut. */
    private static final int CHUNK = 2048;

    private final MavlinkOptions options;
    private final Autopilot autopilot;
    private final ClockOffset clock;
    private final MavlinkSensors sensors;
    private final LongSupplier realtimeUs;
    private final BytePointer chunk = new BytePointer(CHUNK);
    private final BytePointer receiver = new BytePointer(MavlinkReceiver.receiverBytes());
    private final BytePointer message = new BytePointer(MavlinkReceiver.messageBytes());
    private final ByteBuffer fields = message.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    private final long chunkAddress = chunk.address();
    private final long receiverAddress = receiver.address();
    private final long messageAddress = message.address();
    private long question;
    private boolean asked;
    private boolean broken;

    MavlinkInbox(
            MavlinkOptions options,
            Autopilot autopilot,
            ClockOffset clock,
            MavlinkSensors sensors,
            LongSupplier realtimeUs) {
        this.options = options;
        this.autopilot = autopilot;
        this.clock = clock;
        this.sensors = sensors;
        this.realtimeUs = realtimeUs;
        try (BytePointer key = options.isSigned() ? new BytePointer(options.key()) : null) {
            MavlinkReceiver.receiver(receiverAddress, key == null ? 0 : key.address());
        }
        expect(MavlinkMessage.HEARTBEAT);
        expect(MavlinkMessage.ATTITUDE);
        expect(MavlinkMessage.LOCAL_POSITION_NED);
        expect(MavlinkMessage.ODOMETRY);
        expect(MavlinkMessage.TIMESYNC);
    }

    /** @return whether the wire still reads */
    boolean drain(Wire wire, long nowNs) {
        for (int i = 0; i < READS; i++) {
            int length = wire.receive(chunkAddress, CHUNK);
            if (length <= 0) {
                broken = length < 0;
                break;
            }
            read(length, nowNs);
        }
        return !broken;
    }

    /** @return whether the autopilot asked for our time since the last {@link #takeQuestion()} */
    boolean isAsked() {
        return asked;
    }

    /** @return the autopilot's clock when it asked */
    long takeQuestion() {
        asked = false;
        return question;
    }

    /** @return a counter of {@link MavlinkReceiver}; control thread */
    long count(int which) {
        return MavlinkReceiver.count(receiverAddress, which);
    }

    @Override
    public void close() {
        chunk.close();
        receiver.close();
        message.close();
    }

    private void expect(MavlinkMessage kind) {
        if (MavlinkReceiver.expect(receiverAddress, kind.id(), kind.crcSeed()) != 0) {
            throw new IllegalStateException("a receiver has no room for " + kind);
        }
    }

    private void read(int length, long nowNs) {
        long now = options.isSigned() ? realtimeUs.getAsLong() : 0;
        int done = 0;
        do {
            done += MavlinkReceiver.receive(receiverAddress, chunkAddress + done, length - done, now, messageAddress);
        } while (handled(nowNs));
    }

    private boolean handled(long nowNs) {
        int id = fields.getInt(MavlinkReceiver.ID);
        if (id == MavlinkReceiver.NONE) {
            return false;
        }
        if (u8(MavlinkReceiver.SYSTEM) == options.targetSystem()
                && u8(MavlinkReceiver.COMPONENT) == options.targetComponent()) {
            handle(id, nowNs);
        }
        return true;
    }

    private void handle(int id, long nowNs) {
        int at = MavlinkReceiver.PAYLOAD;
        if (id == MavlinkMessage.HEARTBEAT.id()) {
            autopilot.heartbeat(fields.getInt(at), u8(at + 4), u8(at + 5), u8(at + 6), nowNs);
        } else if (id == MavlinkMessage.TIMESYNC.id()) {
            timesync(fields.getLong(at), fields.getLong(at + 8), u8(at + 16), u8(at + 17), nowNs);
        } else if (id == MavlinkMessage.ATTITUDE.id()) {
            sensors.attitude(fields, at, nowNs);
        } else if (id == MavlinkMessage.LOCAL_POSITION_NED.id()) {
            sensors.localPosition(fields, at, nowNs);
        } else if (id == MavlinkMessage.ODOMETRY.id()) {
            sensors.odometry(fields, at, nowNs);
        }
    }

    /** Older autopilots name no target in their answers. */
    private void timesync(long answerNs, long askedNs, int system, int component, long nowNs) {
        boolean ours =
                (system == 0 || system == options.system()) && (component == 0 || component == options.component());
        if (!ours) {
            return;
        }
        if (answerNs == 0) {
            question = askedNs;
            asked = true;
        } else {
            clock.answer(answerNs, askedNs, nowNs);
        }
    }

    private int u8(int at) {
        return fields.get(at) & 0xFF;
    }
}
