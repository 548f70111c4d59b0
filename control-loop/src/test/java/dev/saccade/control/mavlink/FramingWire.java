package dev.saccade.control.mavlink;

import dev.saccade.control.Actuator;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.Wire;
import dev.saccade.mavlink.MavlinkFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A wire in memory that keeps its contract: frames what it is given, carries out the plan, checks expiry on its clock. */
class FramingWire implements Wire {
    private static final int HEAD = 12;

    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer out = new BytePointer(MavlinkFrame.MOST);
    private final Queue<byte[]> incoming = new ArrayDeque<>();
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Long> validUntil = new ArrayList<>();
    private final Consumer<byte[]> sink;
    private final SafePlan[] plans = new SafePlan[4];
    private SafePlan plan;
    private int plansTaken;
    private long safeSinceNs = -1;
    private long lastSafeNs = -1;
    private int lastPhase = -1;
    private int rearmed;
    private boolean broken;
    int answer = Actuator.SENT;
    long realtimeUs = 1_767_225_600_000_000L;

    FramingWire(MavlinkOptions options) {
        this(options, frame -> {});
    }

    FramingWire(MavlinkOptions options, Consumer<byte[]> sink) {
        this.sink = sink;
        try (BytePointer key = options.isSigned() ? new BytePointer(options.key()) : null) {
            MavlinkFrame.sender(
                    sender.address(),
                    options.system(),
                    options.component(),
                    key == null ? 0 : key.address(),
                    options.link());
        }
    }

    /** Frames since the last call. */
    List<byte[]> take() {
        List<byte[]> taken = List.copyOf(frames);
        frames.clear();
        return taken;
    }

    List<Long> validUntil() {
        return validUntil;
    }

    int plansTaken() {
        return plansTaken;
    }

    int rearmed() {
        return rearmed;
    }

    void deliver(byte[] bytes) {
        incoming.add(bytes);
    }

    void breakDown() {
        broken = true;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void plan(int index, SafePlan newPlan) {
        plans[index] = newPlan;
    }

    @Override
    public void choose(int index) {
        plan = plans[index];
        plansTaken++;
        safeSinceNs = -1;
    }

    @Override
    public void alive() {}

    @Override
    public int send(MessageBatch messages, long validUntilNs) {
        if (answer == Actuator.SENT) {
            safeSinceNs = -1;
            validUntil.add(validUntilNs);
            frame(messages);
        }
        return answer;
    }

    @Override
    public int sendSafe(long nowNs) {
        return carryOut(null, nowNs);
    }

    @Override
    public int sendSafe(MessageBatch instead, long nowNs) {
        return carryOut(instead, nowNs);
    }

    @Override
    public int receive(long address, int capacity) {
        byte[] bytes = incoming.poll();
        if (bytes == null) {
            return broken ? -1 : 0;
        }
        for (int i = 0; i < bytes.length; i++) {
            new BytePointer(at(address)).put(i, bytes[i]);
        }
        return bytes.length;
    }

    @Override
    public void rearm() {
        rearmed++;
    }

    @Override
    public String lastError() {
        return broken ? "memory is broken" : "";
    }

    @Override
    public boolean isCoveredByGate() {
        return false;
    }

    @Override
    public void close() {
        sender.close();
        out.close();
    }

    private int carryOut(MessageBatch instead, long nowNs) {
        if (safeSinceNs < 0) {
            safeSinceNs = nowNs;
            lastPhase = -1;
        }
        long since = nowNs - safeSinceNs;
        for (int i = 0; i < plan.phases().size(); i++) {
            SafePlan.Phase phase = plan.phases().get(i);
            if (since < phase.lengthNs()) {
                boolean due = i != lastPhase || nowNs - lastSafeNs >= phase.intervalNs();
                if (due && !phase.messages().isEmpty()) {
                    frame(instead == null ? phase.messages() : instead);
                    lastSafeNs = nowNs;
                    lastPhase = i;
                }
                return answer;
            }
            since -= phase.lengthNs();
        }
        return answer;
    }

    private void frame(MessageBatch messages) {
        ByteBuffer bytes = new BytePointer(at(messages.address()))
                .capacity(messages.length())
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN);
        int offset = 0;
        while (offset < messages.length()) {
            int length = bytes.getShort(offset + 4) & 0xFFFF;
            int size = MavlinkFrame.frame(
                    sender.address(),
                    bytes.getInt(offset),
                    bytes.get(offset + 6) & 0xFF,
                    messages.address() + offset + HEAD,
                    length,
                    realtimeUs,
                    out.address());
            byte[] frame = new byte[size];
            out.position(0).get(frame);
            frames.add(frame);
            sink.accept(frame);
            offset += HEAD + (length + 3) / 4 * 4;
        }
    }

    private static Pointer at(long where) {
        return new Place(where);
    }

    private static final class Place extends Pointer {
        Place(long where) {
            address = where;
        }
    }
}
