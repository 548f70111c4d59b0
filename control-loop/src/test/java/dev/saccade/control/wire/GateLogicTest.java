package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.Actuator;
import dev.saccade.posix.GateLogic;
import dev.saccade.posix.WireLink;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gate's decisions on a manual clock: period 2 ms, stall bound 50 ms, grace 4 ms. */
@Timeout(60)
class GateLogicTest {
    private static final long MS = 1_000_000;
    private static final int EXPIRED = 1;
    private static final int STALLED = 2;
    private static final int PROGRAM_GONE = 3;

    private final MessageBatch command = Texts.raw("command");
    private final MessageBatch safe = Texts.raw("safe");
    private Vehicle vehicle;
    private long wire;
    private long logic;

    @BeforeEach
    void open() throws IOException {
        vehicle = new Vehicle();
        try (WireAddress address = WireAddress.of(vehicle.uri());
                PlanBytes plan = new PlanBytes(new SafePlan(List.of(new SafePlan.Phase(safe, Long.MAX_VALUE, 0))), 0)) {
            wire = WireLink.open(address.handle());
            assertThat(WireLink.plan(wire, plan.address(), plan.length())).isZero();
        }
        logic = GateLogic.open(wire, 2 * MS, 50 * MS, 4 * MS);
    }

    @AfterEach
    void close() {
        GateLogic.free(logic);
        WireLink.close(wire);
        command.close();
        safe.close();
        vehicle.close();
    }

    private int command(long validUntilNs, long nowNs) {
        return GateLogic.take(logic, 1, false, command.address(), command.length(), validUntilNs, nowNs);
    }

    private void expectLatched(int reason) {
        assertThat(GateLogic.isLatched(logic)).isTrue();
        assertThat(GateLogic.reason(logic)).isEqualTo(reason);
        assertThat(GateLogic.epoch(logic)).isEqualTo(2);
    }

    @Test
    void shouldGoSafeOnceTheLatestCommandHasExpired() throws IOException {
        assertThat(command(10 * MS, 0)).isEqualTo(Actuator.SENT);
        assertThat(GateLogic.due(logic)).isEqualTo(10 * MS + 1);
        GateLogic.advance(logic, 10 * MS);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        GateLogic.advance(logic, 10 * MS + 1);
        expectLatched(EXPIRED);
        vehicle.expectOnly("command", 1);
        vehicle.expectOnly("safe", 1);
        assertThat(GateLogic.due(logic)).isEqualTo(12 * MS + 1);
    }

    @Test
    void shouldWaitForTheNextTickWhereACommandExpiresBeforeIt() throws IOException {
        assertThat(command(MS, 0)).isEqualTo(Actuator.SENT);
        GateLogic.advance(logic, 4 * MS);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        assertThat(command(20 * MS, 4 * MS)).isEqualTo(Actuator.SENT);
        GateLogic.advance(logic, 20 * MS);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        GateLogic.advance(logic, 20 * MS + 1);
        expectLatched(EXPIRED);
    }

    @Test
    void shouldNotSendWhatComesTooLateNorTakeItForANewerOne() throws IOException {
        assertThat(command(10 * MS, 0)).isEqualTo(Actuator.SENT);
        assertThat(command(11 * MS, 11 * MS + 1)).isEqualTo(Actuator.DROPPED);
        GateLogic.advance(logic, 11 * MS + 1);
        expectLatched(EXPIRED);
        vehicle.expectOnly("command", 1);
        vehicle.expectOnly("safe", 1);
    }

    @Test
    void shouldGoSafeWhenTheProgramStallsWhateverItSaidWasValid() {
        assertThat(command(Long.MAX_VALUE, 0)).isEqualTo(Actuator.SENT);
        GateLogic.advance(logic, 50 * MS - 1);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        GateLogic.advance(logic, 50 * MS);
        expectLatched(STALLED);
    }

    @Test
    void shouldRefuseEveryEpochButThePresentOneUntilRearmed() throws IOException {
        assertThat(command(Long.MAX_VALUE, 0)).isEqualTo(Actuator.SENT);
        GateLogic.advance(logic, 50 * MS);
        assertThat(command(Long.MAX_VALUE, 51 * MS)).isEqualTo(Actuator.LATCHED);
        GateLogic.rearm(logic, 1, 51 * MS);
        assertThat(GateLogic.isLatched(logic)).isTrue();
        GateLogic.rearm(logic, 2, 52 * MS);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        assertThat(command(Long.MAX_VALUE, 53 * MS)).isEqualTo(Actuator.LATCHED);
        assertThat(GateLogic.take(logic, 2, false, command.address(), command.length(), 60 * MS, 53 * MS))
                .isEqualTo(Actuator.SENT);
        vehicle.expectOnly("command", 1);
        vehicle.expectOnly("safe", 1);
        vehicle.expectOnly("command", 1);
        assertThat(vehicle.isSilent(1)).isTrue();
    }

    @Test
    void shouldLetAProgramThatStartsUpTakeItsTimeButNotDie() throws IOException {
        assertThat(GateLogic.take(logic, 1, true, 0, 0, 0, 0)).isEqualTo(Actuator.SENT);
        GateLogic.advance(logic, 10_000 * MS);
        assertThat(GateLogic.isLatched(logic)).isFalse();
        GateLogic.lose(logic, 10_001 * MS);
        expectLatched(PROGRAM_GONE);
        GateLogic.advance(logic, 10_001 * MS);
        vehicle.expectOnly("safe", 2);
    }

    @Test
    void shouldKeepItsPhaseWithoutABurstWhenItWakesLate() throws IOException {
        assertThat(command(Long.MAX_VALUE, 0)).isEqualTo(Actuator.SENT);
        GateLogic.lose(logic, 3 * MS);
        GateLogic.advance(logic, 3 * MS);
        GateLogic.advance(logic, 100 * MS);
        assertThat(GateLogic.due(logic)).isEqualTo(101 * MS);
        GateLogic.advance(logic, 100 * MS);
        vehicle.expectOnly("command", 1);
        vehicle.expectOnly("safe", 2);
        assertThat(vehicle.isSilent(1)).isTrue();
    }

    @Test
    void shouldRefuseMalformedBatchesAndGoOn() throws IOException {
        for (int length : new int[] {1, 11, command.length() - 1, command.length() + 1, -1, 1 << 20}) {
            assertThat(GateLogic.take(logic, 1, false, command.address(), length, Long.MAX_VALUE, 0))
                    .as("length %d", length)
                    .isEqualTo(Actuator.FAILED);
        }
        assertThat(command(MS, 0)).isEqualTo(Actuator.SENT);
        vehicle.expectOnly("command", 1);
    }
}
