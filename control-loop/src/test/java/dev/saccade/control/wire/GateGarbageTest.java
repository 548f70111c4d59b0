package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.posix.GateLink;
import dev.saccade.posix.WireLink;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program gone mad writes garbage into the memory that it shares with its gate. */
@Timeout(60)
class GateGarbageTest {
    private static final int ROUNDS = 3_000;
    private static final int MOST_BYTES = 64;
    private static final int HEADER_BYTES = 512;

    @Test
    void shouldOutliveGarbageInSharedMemory() throws Exception {
        long seed = System.nanoTime();
        System.out.println("gate garbage: seed " + seed);
        Random random = new Random(seed);
        try (Vehicle vehicle = new Vehicle();
                WireAddress address = WireAddress.of(vehicle.uri());
                MessageBatch command = Texts.raw("command");
                MessageBatch safe = Texts.raw("safe");
                PlanBytes plan = new PlanBytes(new SafePlan(List.of(new SafePlan.Phase(safe, 300_000_000, 0))), 0);
                BytePointer who = WireIdentity.NONE.bytes();
                BytePointer line = new BytePointer(WireLink.LINE_BYTES)) {
            assertThat(GateProgram.start(address)).isTrue();
            long gate = GateLink.join(
                    address.handle(), 1_000_000, 10_000_000_000L, 10_000_000_000L, who.address(), line.address());
            assertThat(gate).isPositive();
            assertThat(GateLink.plan(gate, plan.address(), plan.length())).isZero();
            assertThat(GateLink.send(gate, command.address(), command.length(), Long.MAX_VALUE))
                    .isZero();
            vehicle.await("command");
            Memory memory = new Memory(GateLink.memory(gate), GateLink.memoryBytes());
            for (int round = 0; round < ROUNDS; round++) {
                // Half of it where indices and lengths are.
                int reach = random.nextBoolean() ? HEADER_BYTES : GateLink.memoryBytes() - MOST_BYTES;
                int at = random.nextInt(reach);
                for (int i = random.nextInt(MOST_BYTES); i >= 0; i--) {
                    memory.put(at + i, (byte) random.nextInt());
                }
                GateLink.send(gate, command.address(), command.length(), Long.MAX_VALUE);
            }
            int pid = GateLink.pid(gate);
            GateLink.leave(gate);
            vehicle.awaitRun("safe", 20);
            // Its plan is over, and there is no program.
            Processes.awaitEnd(pid);
        }
    }

    private static final class Memory extends BytePointer {
        Memory(long at, int bytes) {
            super((Pointer) null);
            address = at;
            capacity = bytes;
        }
    }
}
