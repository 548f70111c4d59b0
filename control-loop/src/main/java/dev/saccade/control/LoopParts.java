package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSource;
import dev.saccade.log.EventAgent;
import dev.saccade.log.EventReader;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.Agent;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.pipeline.PerceptionSettings;
import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.pipeline.VirtualTimeStepper;
import dev.saccade.shadow.Shadow;
import dev.saccade.shadow.ShadowAgent;
import dev.saccade.time.ManualClock;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.List;

/**
 * The agents of one loop and what lies between them. Owns the frame ring and the perceptions; close it after the
 * agents have ended and every tap has been read.
 *
 * @param <C> the vehicle's command
 */
public final class LoopParts<C extends Command> implements AutoCloseable {
    private static final int EVENTS = 1024;
    private static final int WATCH_EVENTS = 64;
    private static final long EVENT_INTERVAL_NS = 20_000_000;

    private final FrameSource source;
    private final Perceiver standby;
    private final Actuator<C> actuator;
    private final FrameRing ring;
    private final LatestValue<Perception> output;
    private final EventRing eventRing = new EventRing(EVENTS);
    private final EventRing watchRing = new EventRing(WATCH_EVENTS);
    private final CameraAgent camera;
    private final PerceptionAgent perception;
    private final ControlAgent<C> control;
    private final EventAgent events;
    private final DryRun<C> dryRun;
    /** Null without one. */
    private final ShadowAgent shadow;

    private LoopEnd end;

    LoopParts(ControlLoop<C> loop, MonotonicClock clock, LatencyModel virtualLatency) {
        ControlSettings<C> settings = loop.settings();
        Tolerances tolerances = settings.tolerances();
        Perceiver perceiver = loop.perceiver();
        source = loop.camera();
        standby = loop.standby();
        actuator = settings.actuator();
        ring = new FrameRing(slots(loop, standby != null), perceiver.frameMemory());
        output = new LatestValue<>(perceiver::newPerception);
        camera = new CameraAgent(source, ring, loop.frameLimit(), loop.warmFrames(), tolerances.repeatedPictures());
        perception = new PerceptionAgent(
                ring,
                new PerceptionSettings(
                        perceiver,
                        standby,
                        virtualLatency,
                        loop.warmFrames(),
                        tolerances.deadlineMisses(),
                        tolerances.deadlineWindow()),
                clock,
                output,
                loop.taps(),
                camera::isFinished);
        StreamCondition stream = new LiveCondition(
                camera, perception, source.isLossless(), () -> tolerances.cameraNs(source.framePeriodNs()));
        control = new ControlAgent<>(
                settings, output, views(perceiver, standby), clock, eventRing, stream, perception::isFinished);
        shadow = shadow(loop.shadow(), perceiver, clock, virtualLatency != null);
        dryRun = virtualLatency == null
                ? new DryRun<>(settings, new LatestValue<>(perceiver::newPerception), views(perceiver, standby))
                : null;
        List<EventReader> readers = new ArrayList<>(loop.eventReaders());
        if (virtualLatency == null) {
            readers.add(new EventLogger(control.counters(), control.latch(), perception.failover(), actuator));
        }
        events = new EventAgent(
                "events", List.of(eventRing, watchRing), EVENT_INTERVAL_NS, (type, timeNs, a, b, c, d) -> {
                    for (EventReader reader : readers) {
                        reader.onEvent(type, timeNs, a, b, c, d);
                    }
                });
    }

    /** It asks for the mode, and the perception agent tells it of frames: nothing goes the other way. */
    private ShadowAgent shadow(Shadow wanted, Perceiver perceiver, MonotonicClock clock, boolean isVirtual) {
        if (wanted == null) {
            return null;
        }
        ControlCounters counters = control.counters();
        ShadowAgent agent = wanted.agent(perceiver, () -> counters.mode() == Mode.NOMINAL, clock, isVirtual);
        perception.follow(agent.follower());
        return agent;
    }

    /** @return the camera's agent, for its counts */
    public CameraAgent camera() {
        return camera;
    }

    /** @return the perception agent, for its counts and timings */
    public PerceptionAgent perception() {
        return perception;
    }

    /** @return the control agent, for its counts and timings */
    public ControlAgent<C> control() {
        return control;
    }

    /** @return the frame ring, for its counts */
    public FrameRing ring() {
        return ring;
    }

    /** @return the source */
    public FrameSource source() {
        return source;
    }

    /** @return the actuator */
    public Actuator<C> actuator() {
        return actuator;
    }

    /** @return what stands in for the perceiver, or null */
    public Perceiver standby() {
        return standby;
    }

    /** @return how a simulation ended; null before, and for a run on threads, which returns it */
    public LoopEnd end() {
        return end;
    }

    /** @return control events lost because the log thread was late */
    public long droppedEvents() {
        return eventRing.dropped();
    }

    /** @return what the thread that watches the control thread writes its events to */
    EventRing watchRing() {
        return watchRing;
    }

    /** @return what drives the shadow, or null */
    ShadowAgent shadow() {
        return shadow;
    }

    DryRun<C> dryRun() {
        return dryRun;
    }

    EventAgent events() {
        return events;
    }

    void simulate(ManualClock clock, long limitNs, ModeRules rules, LoopPlan plan) {
        long endNs = clock.nanoTime() + limitNs;
        control.arm(rules);
        perception.hangTimeout(plan.hangTimeoutNs(0, rules.maxAgeNs()));
        perception.bounds(plan.deadlineNs(), rules.maxAgeNs());
        List<Agent> agents = new ArrayList<>(List.of(camera, perception, control, events));
        if (shadow != null) {
            agents.add(shadow);
        }
        VirtualTimeStepper stepper = new VirtualTimeStepper(clock, agents);
        LoopEnd.Cause cause = LoopEnd.Cause.DURATION;
        try {
            boolean more = true;
            while (more && !control.isFinished()) {
                more = stepper.step(endNs);
            }
            cause = cause();
        } finally {
            control.close();
            perception.close();
            camera.close();
            events.close();
            if (shadow != null) {
                shadow.close();
            }
        }
        end = LoopEnd.of(cause, camera.fault()).judged(control);
    }

    private LoopEnd.Cause cause() {
        if (camera.fault() != null) {
            return LoopEnd.Cause.SOURCE_FAILED;
        }
        return camera.isFinished() && perception.isFinished() ? LoopEnd.Cause.SOURCE_ENDED : LoopEnd.Cause.DURATION;
    }

    /** Frees frames and perceptions, unless an engine that hangs still uses them. Idempotent. */
    @Override
    public void close() {
        // Ends the engine's thread of a run that never began; otherwise its own thread has done so.
        perception.close();
        if (shadow != null) {
            shadow.close();
        }
        if (perception.isEngineBusy() || (shadow != null && shadow.isBusy())) {
            return;
        }
        if (shadow != null) {
            shadow.free();
        }
        ring.close();
        output.forEachCopy(Perception::close);
    }

    /**
     * One slot for each perceiver and, beside a standby, one that a late run keeps; one that a shadow keeps, so that it takes
     * none from production; those that taps keep; and two for the camera to move between.
     */
    private static int slots(ControlLoop<?> loop, boolean standby) {
        int kept = loop.shadow() == null ? 0 : 1;
        for (PerceptionTap tap : loop.taps()) {
            kept += tap.keepsFrames() ? tap.capacity() : 0;
        }
        return (standby ? 3 : 1) + kept + 2;
    }

    private static SeenViews views(Perceiver perceiver, Perceiver standby) {
        try (Perception sample = perceiver.newPerception()) {
            int capacity = sample.detections() == null ? 0 : sample.detections().capacity();
            return new SeenViews(perceiver.model(), (standby == null ? perceiver : standby).model(), capacity);
        }
    }
}
