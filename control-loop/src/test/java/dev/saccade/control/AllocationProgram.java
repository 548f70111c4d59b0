package dev.saccade.control;

import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.control.example.SlowForPeople;
import dev.saccade.control.mavlink.LoopbackWire;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.control.mode.Reason;
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
 * program, so that it runs in a JVM of its own. Another outlet joins by a line in {@link #actuator}.
 */
final class AllocationProgram {
    static final long TICKS = 1_000_000;
    private static final long PERIOD = 5_000_000;
    private static final long WARM_TICKS = 20_000;
    private static final int WARM_CYCLE = 50;
    private static final int CYCLE = 1000;
    private static final int CONDITIONS = 5;

    private final ManualClock clock = new ManualClock(0);
    private final ScriptedPerceiver perceiver = new ScriptedPerceiver(frame -> 0.5, false);
    private final LatestValue<Perception> input = new LatestValue<>(perceiver::newPerception);
    private final EventRing events = new EventRing(256);
    private final SensorPort odometry = SensorPort.named("odometry.speed");
    private final SlowForPeople example = new SlowForPeople();
    private final BatchActuator batch = new BatchActuator();
    private int condition;
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
                Long.MAX_VALUE,
                Tolerances.standard());
        ControlAgent<DriveCommand> agent = new ControlAgent<>(
                settings, input, new SeenViews(perceiver.model(), 4), clock, events, nowNs -> condition, () -> false);
        agent.arm(new ModeRules(20_000_000, 60_000_000, 2));
        return agent;
    }

    /**
     * Live perceptions, now and then of the standby; in each cycle an outage, every third one long enough for SAFE, one
     * condition of camera or engine for a while, a skipped tick, and by turns an operator's stop, a pilot who takes over
     * and an outlet that latches, each with its re-arming.
     */
    private void drive(ControlAgent<DriveCommand> agent, long ticks, int cycle) {
        for (long i = 0; i < ticks; i++) {
            long round = i / cycle;
            long at = i % cycle;
            condition = at > cycle / 5 && at < cycle / 5 + 5 ? 1 << round % CONDITIONS : StreamCondition.SOUND;
            if (i % 3 == 0 && at < cycle - (round % 3 == 0 ? 20 : 8)) {
                see(i, round % 2 == 0);
            }
            if (at == cycle / 2) {
                latch(agent, (int) (round % 4));
            } else if (at == cycle / 2 + 6) {
                agent.rearm();
            }
            odometry.set((double) i, clock.nanoTime());
            agent.doWork(clock.nanoTime());
            clock.set(agent.nextDueNs() + (i % (5L * cycle) == 0 ? 3 * PERIOD : 0));
            if (i % 100 == 0) {
                events.drain(AllocationProgram::ignore);
            }
        }
    }

    private void latch(ControlAgent<DriveCommand> agent, int what) {
        switch (what) {
            case 0 -> agent.operatorStop("the ground station");
            case 1 -> batch.answer(Actuator.HANDED_OVER);
            case 2 -> batch.answer(Actuator.LATCHED);
            default -> batch.answer(Actuator.SENT);
        }
    }

    private void see(long i, boolean standIn) {
        Perception p = input.writable();
        p.begin(i, 8, 8, clock.nanoTime() - 1_000, clock.nanoTime());
        p.ranOn(p.backend(), standIn);
        p.detections().clear();
        p.detections().add(0, 0, 2, (float) (i % 8), 0.9f, (int) (i % 2));
        input.publish();
    }

    private void decide(Seen seen, TickInput in, DriveCommand command) {
        example.decide(seen, in, command);
        double offset = in.isFallback() ? 0.01 : 0;
        for (int k = 0; k < seen.count(); k++) {
            offset += Angles.sin(seen.at(k).centreX() - 0.5 + in.tick());
        }
        command.yawRate(offset
                + 1e-9 * in.sensor("odometry.speed").value()
                + seen.best("car").areaShare());
    }

    @SuppressWarnings("unused")
    private static void ignore(int type, long timeNs, long a, long b, long c, long d) {
        // The reader's side is not what is measured.
    }

    private Actuator<DriveCommand> actuator(String outlet, int port) {
        return switch (outlet) {
            case "batch" -> batch;
            case "mavlink" -> LoopbackWire.rover();
            case "udp" ->
                UdpJsonActuator.over(
                        DirectWire.open("udp://127.0.0.1:" + port, WireIdentity.NONE, clock), DriveCommand::new);
            default -> throw new IllegalArgumentException(outlet);
        };
    }

    /** @param arguments {@code sound} or {@code allocating}: the controller; then the outlet */
    public static void main(String[] arguments) throws IOException {
        AllocationProgram program = new AllocationProgram();
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Actuator<DriveCommand> actuator = program.actuator(arguments[1], peer.getLocalPort())) {
            actuator.prepare(SafePolicy.stop());
            boolean sound = arguments[0].equals("sound");
            ControlAgent<DriveCommand> agent = program.agent(
                    sound ? program::decide : (seen, in, cmd) -> program.garbage = new long[] {in.tick()}, actuator);
            program.drive(agent, WARM_TICKS, WARM_CYCLE);
            agent.rearm();
            agent.allocation().begin(agent.counters().ticks());
            program.drive(agent, TICKS, CYCLE);
            program.print(agent);
        }
    }

    private void print(ControlAgent<DriveCommand> agent) {
        ControlCounters counters = agent.counters();
        print("ticks", agent.allocation().cycles());
        print("bytes", agent.allocation().bytes());
        for (Mode mode : Mode.values()) {
            print(mode.name(), counters.ticks(mode));
        }
        for (Reason reason : Reason.values()) {
            print(reason.name(), counters.ticks(reason));
        }
        print("transitions", counters.transitions());
        print("skipped", counters.skipped());
        print("limited", counters.limitedCommands());
        print("sent", counters.sends(Actuator.SENT));
        print("encoded", batch.encoded());
        print("faults", counters.controllerFaults() + counters.invalidCommands());
        print("garbage", garbage == null ? 0 : 1);
    }

    private static void print(String name, long value) {
        System.out.println(name + " " + value);
    }
}
