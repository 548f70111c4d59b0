package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.engine.Backend;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.List;

/** A control agent on a manual clock: 10 ms period, maxAge 50 ms, safe after 100 ms, recovery after 2 results. */
final class Rig {
    static final long MS = 1_000_000;
    static final long PERIOD = 10 * MS;
    static final ModeRules RULES = new ModeRules(50 * MS, 100 * MS, 2);

    final ManualClock clock = new ManualClock(-3 * MS);
    final ScriptedPerceiver perceiver = new ScriptedPerceiver(frame -> 0.5, false);
    final LatestValue<Perception> input = new LatestValue<>(perceiver::newPerception);
    final EventRing events = new EventRing(1 << 12);
    final RecordingActuator actuator = new RecordingActuator();
    final ControlAgent<DriveCommand> agent;
    boolean upstreamEnded;
    int condition = StreamCondition.SOUND;
    boolean standIn;
    private long frame;

    Rig(ControlLaw<DriveCommand> law) {
        this(law, (in, cmd) -> cmd.speed(0.2), CommandLimits.none(), List.of(), 0);
    }

    Rig(
            ControlLaw<DriveCommand> law,
            DegradedLaw<DriveCommand> degraded,
            CommandLimits limits,
            List<SensorPort> sensors,
            long upstreamNs) {
        ControlSettings<DriveCommand> settings = new ControlSettings<>(
                PERIOD, upstreamNs, law, degraded, limits, sensors, actuator, 1, Tolerances.standard());
        agent = new ControlAgent<>(
                settings,
                input,
                new SeenViews(perceiver.model(), 4),
                clock,
                events,
                nowNs -> condition,
                () -> upstreamEnded);
    }

    Rig armed() {
        agent.arm(RULES);
        return this;
    }

    /** Armed, and NOMINAL by two results. */
    Rig nominal() {
        nominalOrFault();
        if (agent.counters().mode() != Mode.NOMINAL) {
            throw new IllegalStateException(
                    "rig is not NOMINAL: " + agent.counters().reason());
        }
        return this;
    }

    /** Armed, with the controller called once, however that went. */
    Rig nominalOrFault() {
        armed();
        see();
        tick();
        see();
        tick();
        return this;
    }

    /** A frame captured now, with one person of half the picture's height. */
    void see() {
        seeCapturedAt(clock.nanoTime());
    }

    void seeCapturedAt(long captureNs) {
        Perception p = input.writable();
        p.begin(frame++, 8, 8, captureNs, clock.nanoTime());
        p.detections().clear();
        p.detections().add(2, 2, 2, 4, 0.9f, 0);
        p.ranOn(Backend.CPU, standIn);
        p.published(clock.nanoTime());
        input.publish();
    }

    /** Works at the present time, then moves to the next due time. */
    void tick() {
        agent.doWork(clock.nanoTime());
        clock.set(Math.max(clock.nanoTime(), agent.nextDueNs()));
    }

    void ticks(int n) {
        for (int i = 0; i < n; i++) {
            tick();
        }
    }

    ControlCounters counters() {
        return agent.counters();
    }

    List<String> eventTexts() {
        List<String> texts = new ArrayList<>();
        events.drain((type, timeNs, a, b, c, d) -> texts.add(ControlEvents.text(type, a, b, c, d)));
        return texts;
    }
}
