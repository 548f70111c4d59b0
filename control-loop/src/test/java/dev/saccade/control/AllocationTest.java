package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.actuator.NullActuator;
import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.control.example.SlowForPeople;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steady state allocates nothing: exact bytes of the thread that ticks, on a fast clock. */
class AllocationTest {
    private static final long TICKS = 1_000_000;
    private static final long PERIOD = 5_000_000;
    private static final long WARM = 1_000;

    private final ManualClock clock = new ManualClock(0);
    private final ScriptedPerceiver perceiver = new ScriptedPerceiver(frame -> 0.5, false);
    private final LatestValue<Perception> input = new LatestValue<>(perceiver::newPerception);
    private final EventRing events = new EventRing(256);
    private final SensorPort odometry = SensorPort.named("odometry.speed");
    private final SlowForPeople example = new SlowForPeople();
    private Object garbage;

    private ControlAgent<DriveCommand> agent(ControlLaw<DriveCommand> law, Actuator<DriveCommand> actuator) {
        ControlSettings<DriveCommand> settings = new ControlSettings<>(
                PERIOD,
                1_000,
                law,
                (in, cmd) -> cmd.speed(0.1 * in.dt()),
                CommandLimits.none().range("speed", -1, 1).slew("speed", 1),
                List.of(odometry),
                actuator,
                WARM);
        ControlAgent<DriveCommand> agent = new ControlAgent<>(
                settings,
                input,
                new SeenViews(perceiver.model(), 4),
                clock,
                events,
                () -> false,
                new DryRun<>(
                        settings, new LatestValue<>(perceiver::newPerception), new SeenViews(perceiver.model(), 4)));
        agent.onStart();
        agent.arm(new ModeRules(20_000_000, 60_000_000, 2));
        return agent;
    }

    /** Live perceptions with an outage of half a second in every five, and a skipped tick now and then. */
    private void drive(ControlAgent<DriveCommand> agent, long ticks) {
        for (long i = 0; i < ticks; i++) {
            if (i % 3 == 0 && i % 1000 < 900) {
                see(i);
            }
            odometry.set(i, clock.nanoTime());
            agent.doWork(clock.nanoTime());
            clock.set(agent.nextDueNs() + (i % 5000 == 4999 ? 3 * PERIOD : 0));
            if (i % 100 == 0) {
                events.drain(AllocationTest::ignore);
            }
        }
    }

    private void see(long i) {
        Perception p = input.writable();
        p.begin(i, 8, 8, clock.nanoTime() - 1_000, clock.nanoTime());
        p.detections().clear();
        p.detections().add(0, 0, 2, i % 8, 0.9f, (int) (i % 2));
        input.publish();
    }

    private void decide(Seen seen, TickInput in, DriveCommand command) {
        example.decide(seen, in, command);
        double offset = 0;
        for (int k = 0; k < seen.count(); k++) {
            offset += seen.at(k).centreX() - 0.5;
        }
        command.yawRate(offset
                + 1e-9 * in.sensor("odometry.speed").value()
                + seen.best("car").areaShare());
    }

    @SuppressWarnings("unused")
    private static void ignore(int type, long timeNs, long a, long b, long c, long d) {
        // The reader's side is not what is measured.
    }

    @Test
    void shouldAllocateNothingOverAMillionTicksWithModeChangesAndUdp() throws IOException {
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open("udp://127.0.0.1:" + peer.getLocalPort())) {
            ControlAgent<DriveCommand> agent = agent(this::decide, udp);
            drive(agent, 2 * WARM);
            assertThat(agent.allocation().startCycle()).isBetween(WARM, 2 * WARM);
            long before = agent.allocation().cycles();
            drive(agent, TICKS);

            ControlCounters counters = agent.counters();
            assertThat(agent.allocation().cycles() - before).isEqualTo(TICKS);
            assertThat(agent.allocation().bytes()).isZero();
            assertThat(counters.ticks(Mode.NOMINAL)).isGreaterThan(TICKS / 2);
            assertThat(counters.ticks(Mode.DEGRADED)).isGreaterThan(1_000);
            assertThat(counters.ticks(Mode.SAFE)).isGreaterThan(10_000);
            assertThat(counters.transitions()).isGreaterThan(2_500);
            assertThat(counters.skipped()).isGreaterThanOrEqualTo(3 * (TICKS / 5_000 - 1));
            assertThat(counters.limitedCommands()).isGreaterThan(1_000);
            assertThat(counters.controllerFaults() + counters.invalidCommands()).isZero();
        }
    }

    @Test
    void shouldNoticeAControllerThatAllocates() {
        ControlAgent<DriveCommand> agent =
                agent((seen, in, cmd) -> garbage = new long[] {in.tick()}, NullActuator.drive());
        drive(agent, 2 * WARM);
        assertThat(agent.allocation().bytes()).isPositive();
        assertThat(garbage).isNotNull();
    }
}
