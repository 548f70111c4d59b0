package dev.saccade.control.wire;

import dev.saccade.posix.WireLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A safe plan as {@link WireLink#plan} reads it. */
final class PlanBytes implements AutoCloseable {
    private static final int HEAD = 8;
    private static final int PHASE_HEAD = 24;

    private final BytePointer memory;
    private final int length;

    PlanBytes(SafePlan plan, int index) {
        int size = HEAD;
        for (SafePlan.Phase phase : plan.phases()) {
            size += PHASE_HEAD + padded(phase.messages().length());
        }
        if (size > WireLink.PLAN_BYTES) {
            throw new WireException(
                    WireException.Kind.USAGE,
                    "safe plan of " + size + " bytes: a wire takes " + WireLink.PLAN_BYTES + "; send fewer messages");
        }
        memory = new BytePointer(size);
        length = size;
        Pointer.memset(memory, 0, size);
        ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(plan.phases().size()).putInt(index);
        for (SafePlan.Phase phase : plan.phases()) {
            int count = phase.messages().length();
            bytes.putLong(phase.lengthNs()).putLong(phase.intervalNs());
            bytes.putInt(count).putInt(0);
            if (count > 0) {
                bytes.put(phase.messages().view());
            }
            bytes.position(bytes.position() + padded(count) - count);
        }
    }

    long address() {
        return memory.address();
    }

    int length() {
        return length;
    }

    @Override
    public void close() {
        memory.close();
    }

    private static int padded(int count) {
        return (count + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
