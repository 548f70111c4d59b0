package dev.saccade.control.mavlink;

import dev.saccade.control.SafePolicy;
import dev.saccade.control.VelocityCommand;
import dev.saccade.mavlink.MavlinkFrame;
import dev.saccade.pipeline.AllocationMeter;
import io.dronefleet.mavlink.common.Attitude;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.javacpp.BytePointer;

/**
 * Ticks a signed MAVLink vehicle with landing target, obstacles, take-overs, losses and safe phases, receives and frames
 * over a wire of its own, and prints what the thread allocated, exactly. A program, so that it runs in a JVM of its own.
 */
final class MavlinkAllocationProgram {
    static final long TICKS = 540_000;
    /** Enough for the control of this measurement. */
    static final long FEW_TICKS = 20_000;

    /** Half of every other one is a take-over; in between the heart stops for a while. */
    private static final long CYCLE = 20_000;

    private static final long WARM_TICKS = 2 * CYCLE;
    private static final long PERIOD = 5_000_000;
    private static final int VARIANTS = 4;

    private final MavlinkOptions options;
    private final LoopbackWire wire;
    private final MavlinkActuator<VelocityCommand> copter;
    private final VelocityCommand command;
    private final BytePointer sender = new BytePointer(MavlinkFrame.senderBytes());
    private final BytePointer payload = new BytePointer(16);
    private final BytePointer heartbeat;
    private final BytePointer attitude;
    private final int[] statuses = new int[8];
    private Object garbage;
    private long now = 1_000_000_000L;

    private MavlinkAllocationProgram(Path key) {
        options = MavlinkOptions.parse("memory:?key=" + key).sectors(new ObstacleSectors(36, 90, 0.2, 10));
        wire = new LoopbackWire(options);
        copter = MavlinkCopter.over(wire, options);
        copter.prepare(SafePolicy.holdThenLand(Duration.ofSeconds(1)));
        command = copter.newCommand();
        try (BytePointer secret = new BytePointer(options.key())) {
            MavlinkFrame.sender(sender.address(), 1, 1, secret.address(), 9);
        }
        heartbeat = new BytePointer(MavlinkFrame.MOST);
        // Noise, a frame that nobody expects and one with a broken checksum: the parser's long ways.
        Peer peer = new Peer();
        ByteArrayOutputStream noise = new ByteArrayOutputStream();
        noise.writeBytes(new byte[] {1, (byte) 0xFD, 2, (byte) 0xFE, 3});
        noise.writeBytes(peer.frame(Attitude.builder().roll(1).build()));
        byte[] broken = peer.frame(Attitude.builder().roll(2).build());
        broken[12] ^= 1;
        noise.writeBytes(broken);
        attitude = new BytePointer(noise.toByteArray());
    }

    /** Signs anew each time: a replay would be refused. */
    private void beat(int customMode) {
        payload.putInt(0, customMode)
                .put(4, (byte) 2)
                .put(5, (byte) 12)
                .put(6, (byte) 0x81)
                .put(8, (byte) 3);
        int length = MavlinkFrame.frame(
                sender.address(), 0, 50, payload.address(), 9, MavlinkFrame.realtimeUs(), heartbeat.address());
        heartbeat.capacity(length);
        wire.deliver(heartbeat);
    }

    private void drive(long ticks, boolean allocating) {
        for (long i = 0; i < ticks; i++) {
            long cycle = i % CYCLE;
            boolean takenOver = i / CYCLE % 2 == 0 && cycle >= CYCLE / 2;
            boolean lost = i / CYCLE % 2 == 1 && cycle >= CYCLE / 2 && cycle < CYCLE / 2 + 1_000;
            if (i % 100 == 0 && !lost) {
                beat(takenOver ? Peer.PX4_POSITION : Peer.PX4_OFFBOARD);
            } else if (i % VARIANTS == 1) {
                wire.deliver(attitude);
            }
            if (cycle == 0) {
                copter.rearm();
            }
            command.forward((double) (i % 7)).landingTarget(1, 2, -3).obstacle((int) (i % 36), 3);
            statuses[i % 50 < 10 ? copter.sendSafe(now) : copter.send(command, now, now + PERIOD)]++;
            if (allocating) {
                garbage = new long[] {i};
            }
            meter.cycle();
            now += PERIOD;
        }
    }

    private final AllocationMeter meter = new AllocationMeter();

    /** @param arguments {@code sound} or {@code allocating}, and a key file */
    public static void main(String[] arguments) {
        MavlinkAllocationProgram program = new MavlinkAllocationProgram(Path.of(arguments[1]));
        program.drive(WARM_TICKS, false);
        long before = program.wire.messages();
        boolean allocating = arguments[0].equals("allocating");
        program.meter.begin(0);
        program.drive(allocating ? FEW_TICKS : TICKS, allocating);
        print("bytes", program.meter.bytes());
        print("ticks", program.meter.cycles());
        print("messages", program.wire.messages() - before);
        print("sent", program.statuses[0]);
        print("failed", program.statuses[3]);
        print("handedOver", program.statuses[5]);
        print("garbage", program.garbage == null ? 0 : 1);
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
