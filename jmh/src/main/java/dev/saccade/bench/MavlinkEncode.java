package dev.saccade.bench;

import com.sun.management.ThreadMXBean;
import dev.saccade.control.mavlink.MavlinkWriter;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.mavlink.MavlinkFrame;
import io.dronefleet.mavlink.MavlinkConnection;
import io.dronefleet.mavlink.common.MavFrame;
import io.dronefleet.mavlink.common.PositionTargetTypemask;
import io.dronefleet.mavlink.common.SetPositionTargetLocalNed;
import io.dronefleet.mavlink.util.EnumValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;

/**
 * A velocity set-point to the bytes of its frame, unsigned and signed: our writer and framing against the MAVLink library
 * that is on Maven Central. Both make the same bytes, which is checked first. Prints times, the ratio and the heap bytes
 * of a message.
 */
public final class MavlinkEncode {
    private static final int BLOCKS = 10;
    private static final int CALLS = 20;
    /** Messages of one timed call: the clock of processor time is coarse. */
    private static final int MESSAGES = 200;

    private static final double GOAL = 10;
    private static final int ID = 84;
    private static final int CRC_SEED = 143;
    private static final int HEAD = 12;
    private static final int LENGTH = 53;
    private static final long SINCE_2015_US = 1_420_070_400_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final MavlinkWriter writer = new MavlinkWriter(1, 1);
    private final MessageBatch batch = new MessageBatch(128);
    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer out = new BytePointer(MavlinkFrame.MOST);
    private final ByteArrayOutputStream peerOut = new ByteArrayOutputStream(MavlinkFrame.MOST);
    private final MavlinkConnection peer = MavlinkConnection.create(new ByteArrayInputStream(new byte[0]), peerOut);
    private final byte[] key;
    private final long senderAddress = sender.address();
    private final long outAddress = out.address();
    private long timestamp = 1;
    private long peerTimestamp = 1;
    private int length;

    private MavlinkEncode(byte[] key) {
        this.key = key;
        try (BytePointer secret = key == null ? null : new BytePointer(key)) {
            MavlinkFrame.sender(senderAddress, 1, 191, secret == null ? 0 : secret.address(), 0);
        }
    }

    /**
     * Prints two lines a case.
     *
     * @param args none
     */
    public static void main(String[] args) {
        byte[] key = new byte[MavlinkFrame.KEY];
        Arrays.fill(key, (byte) 7);
        run("set-point", new MavlinkEncode(null));
        run("set-point, signed", new MavlinkEncode(key));
    }

    private static void run(String name, MavlinkEncode one) {
        one.check();
        Interleaved timed =
                Interleaved.time(() -> {}, () -> one.repeat(one::ours), () -> one.repeat(one::peer), BLOCKS, CALLS);
        System.out.println(timed.faster(MESSAGES + " x " + name, "dronefleet", GOAL));
        System.out.printf(
                Locale.ROOT,
                "%-34s ours %.0f B a message, dronefleet %.0f B%n",
                name,
                one.bytes(one::ours),
                one.bytes(one::peer));
    }

    private void check() {
        ours();
        byte[] frame = new byte[length];
        out.position(0).get(frame);
        peer();
        if (!Arrays.equals(frame, peerOut.toByteArray())) {
            throw new IllegalStateException("the two frames differ");
        }
    }

    private void repeat(Runnable one) {
        for (int i = 0; i < MESSAGES; i++) {
            one.run();
        }
    }

    private double bytes(Runnable one) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(one);
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / (double) MESSAGES;
    }

    private void ours() {
        writer.velocity(batch.clear(), 1_000_000_000, 1.5f, -0.5f, 0.25f, 0.1f);
        length = MavlinkFrame.frame(
                senderAddress,
                ID,
                CRC_SEED,
                batch.address() + HEAD,
                LENGTH,
                SINCE_2015_US + 10 * timestamp++,
                outAddress);
    }

    private void peer() {
        try {
            peerOut.reset();
            SetPositionTargetLocalNed message = SetPositionTargetLocalNed.builder()
                    .timeBootMs(1_000)
                    .targetSystem(1)
                    .targetComponent(1)
                    .coordinateFrame(EnumValue.create(MavFrame.class, 8))
                    .typeMask(EnumValue.create(PositionTargetTypemask.class, MavlinkWriter.VELOCITY_AND_YAW_RATE))
                    .vx(1.5f)
                    .vy(-0.5f)
                    .vz(0.25f)
                    .yawRate(0.1f)
                    .build();
            if (key == null) {
                peer.send2(1, 191, message);
            } else {
                peer.send2(1, 191, message, 0, peerTimestamp++, key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
