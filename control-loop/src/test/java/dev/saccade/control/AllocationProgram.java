package dev.saccade.control;

import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.control.example.SlowForPeople;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.control.wire.DirectWire;
import dev.saccade.control.wire.WireIdentity;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/**
 * Ticks an agent on a fast clock and prints what its thread allocated, exactly, and what the ticks went through. A
 * program, so that it runs in a JVM of its own.
 */
final class AllocationProgram {
    static final long TICKS = 1_000_000;
    private static final long PERIOD = 5_000_000;
    private static final long WARM_TICKS = 20_000;

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
                Long.MAX_VALUE);
        ControlAgent<DriveCommand> agent =
                new ControlAgent<>(settings, input, new SeenViews(perceiver.model(), 4), clock, events, () -> false);
        agent.arm(new ModeRules(20_000_000, 60_000_000, 2));
        return agent;
    }

    /** Live perceptions with an outage in each cycle, every third one long enough for SAFE, and a skipped tick. */
    private void drive(ControlAgent<DriveCommand> agent, long ticks, int cycle) {
        for (long i = 0; i < ticks; i++) {
            if (i % 3 == 0 && i % cycle < cycle - (i / cycle % 3 == 0 ? 20 : 8)) {
                see(i);
            }
            odometry.set((double) i, clock.nanoTime());
            agent.doWork(clock.nanoTime());
            clock.set(agent.nextDueNs() + (i % (5L * cycle) == 0 ? 3 * PERIOD : 0));
            if (i % 100 == 0) {
                events.drain(AllocationProgram::ignore);
            }
        }
    }

    private void see(long i) {
        Perception p = input.writable();
        p.begin(i, 8, 8, clock.nanoTime() - 1_000, clock.nanoTime());
        p.detections().clear();
        p.detections().add(0, 0, 2, (float) (i % 8), 0.9f, (int) (i % 2));
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

    /** @param arguments {@code sound} or {@code allocating}: the controller */
    public static void main(String[] arguments) throws IOException {
        AllocationProgram program = new AllocationProgram();
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.over(
                        DirectWire.open("udp://127.0.0.1:" + peer.getLocalPort(), WireIdentity.NONE, program.clock),
                        DriveCommand::new)) {
            udp.prepare(SafePolicy.stop());
            boolean sound = arguments[0].equals("sound");
            ControlAgent<DriveCommand> agent = program.agent(
                    sound ? program::decide : (seen, in, cmd) -> program.garbage = new long[] {in.tick()}, udp);
            program.drive(agent, WARM_TICKS, 50);
            agent.allocation().begin(agent.counters().ticks());
            program.drive(agent, TICKS, 1000);
            program.print(agent);
        }
    }

    private void print(ControlAgent<DriveCommand> agent) {
        ControlCounters counters = agent.counters();
        print("ticks", agent.allocation().cycles());
        print("bytes", agent.allocation().bytes());
        print("nominal", counters.ticks(Mode.NOMINAL));
        print("degraded", counters.ticks(Mode.DEGRADED));
        print("safe", counters.ticks(Mode.SAFE));
        print("transitions", counters.transitions());
        print("skipped", counters.skipped());
        print("limited", counters.limitedCommands());
        print("sent", counters.sends(Actuator.SENT));
        print("faults", counters.controllerFaults() + counters.invalidCommands());
        print("garbage", garbage == null ? 0 : 1);
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
