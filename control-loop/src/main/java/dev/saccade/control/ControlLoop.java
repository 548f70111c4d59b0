package dev.saccade.control;

import dev.saccade.frame.FrameSource;
import dev.saccade.log.EventReader;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.shadow.Shadow;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A camera, a perceiver and a vehicle joined at a fixed rate. Set it up, then {@link #run()} once: in the field on
 * threads, or by {@link #simulate} in virtual time. Whatever ends it, the safe command is the last that is sent.
 *
 * <p>A controller that throws or keeps its view latches SAFE: the loop goes on with the safe command until
 * {@link ControlRun#rearm()}, of a run made by {@link #prepare()}, and an end before that is not sound.
 *
 * <p>Set up from one thread. The camera, which runs once, is closed by the loop; perceiver and actuator stay the
 * caller's.
 *
 * @param <C> the vehicle's command
 */
public final class ControlLoop<C extends Command> {
    private static final double DEFAULT_HZ = 100;
    private static final int DEFAULT_RECOVER = 3;

    private final FrameSource camera;
    private final Perceiver perceiver;
    private final Actuator<C> actuator;
    private final List<SensorPort> sensors = new ArrayList<>();
    private final List<PerceptionTap> taps = new ArrayList<>();
    private final List<EventReader> eventReaders = new ArrayList<>();
    private long periodNs = LoopPlan.period(DEFAULT_HZ);
    private long deadlineNs = Long.MAX_VALUE;
    private long maxAgeNs;
    private long safeAfterNs;
    private int recoverResults = DEFAULT_RECOVER;
    private ControlLaw<C> law;
    private DegradedLaw<C> degraded;
    private SafePolicy safe = SafePolicy.stop();
    private CommandLimits limits = CommandLimits.none();
    private long frames = Long.MAX_VALUE;
    private long durationNs = Long.MAX_VALUE;
    private long warmFrames;
    private long warmTicks = -1;
    private Perceiver standby;
    private Shadow shadow;
    private long hangNs;
    private Tolerances tolerances = Tolerances.standard();
    private boolean requiresGate;
    private boolean used;

    private ControlLoop(FrameSource camera, Perceiver perceiver, Actuator<C> actuator) {
        this.camera = camera;
        this.perceiver = perceiver;
        this.actuator = actuator;
        standby = perceiver.standby();
        warmFrames = 20;
    }

    /**
     * Joins the three parts.
     *
     * @param camera where frames come from
     * @param perceiver what looks at them
     * @param actuator where commands go
     * @param <C> the vehicle's command
     * @return a loop to be set up
     */
    public static <C extends Command> ControlLoop<C> of(FrameSource camera, Perceiver perceiver, Actuator<C> actuator) {
        return new ControlLoop<>(camera, perceiver, actuator);
    }

    /**
     * Sets the tick rate; 100 Hz unless set.
     *
     * @param hz 1 to 2000
     * @return this
     */
    public ControlLoop<C> rateHz(double hz) {
        periodNs = LoopPlan.period(hz);
        return this;
    }

    /**
     * Sets the deadline of a perception; later ones are counted as missed. None unless set.
     *
     * @param captureToResult below the frame period
     * @return this
     */
    public ControlLoop<C> perceptionDeadline(Duration captureToResult) {
        deadlineNs = LoopPlan.positive("perception deadline", captureToResult);
        return this;
    }

    /**
     * Sets the age beyond which a perception cannot steer. Unless set, it is derived from the warm-up by
     * {@link MaxAgeRule}; one below that rule is refused.
     *
     * @param age oldest perception that steers
     * @return this
     */
    public ControlLoop<C> maxAge(Duration age) {
        maxAgeNs = LoopPlan.positive("maxAge", age);
        return this;
    }

    /**
     * Sets the age of the newest perception at which DEGRADED becomes SAFE; twice the maximum age unless set.
     *
     * @param age above the maximum age
     * @return this
     */
    public ControlLoop<C> safeAfter(Duration age) {
        safeAfterNs = LoopPlan.positive("safeAfter", age);
        return this;
    }

    /**
     * Sets the hysteresis: new results in a row, with nothing against a better mode, before it is taken; 3 unless set.
     *
     * @param results at least 1
     * @return this
     */
    public ControlLoop<C> recoverAfter(int results) {
        if (results < 1) {
            throw new LoopConfigurationException("recovery after " + results + " results: use at least 1");
        }
        recoverResults = results;
        return this;
    }

    /**
     * Sets what stands in when the perceiver fails or hangs; {@link Perceiver#standby()} unless set. It is kept warm, and
     * must fit: the same task and labels, and masks of the same size.
     *
     * @param perceiver stays the caller's; null for none
     * @return this
     */
    public ControlLoop<C> standby(Perceiver perceiver) {
        standby = perceiver;
        return this;
    }

    /**
     * Sets how long the perceiver may look at one frame before the standby looks instead; unless set, three times the p99
     * of the warm-up, at least the deadline and {@link Perceiver#leastHangTimeoutNs()}, at most the maximum age, which it is in virtual time.
     *
     * @param time above the deadline, at most the maximum age
     * @return this
     */
    public ControlLoop<C> hangTimeout(Duration time) {
        hangNs = LoopPlan.positive("hangTimeout", time);
        return this;
    }

    /**
     * Sets what the loop puts up with; {@link Tolerances#standard()} unless set.
     *
     * @param allowed misses, overruns, time without a picture
     * @return this
     */
    public ControlLoop<C> tolerances(Tolerances allowed) {
        tolerances = allowed;
        return this;
    }

    /**
     * Sets the controller; required.
     *
     * @param controller called at every NOMINAL tick
     * @return this
     */
    public ControlLoop<C> decide(ControlLaw<C> controller) {
        law = controller;
        return this;
    }

    /**
     * Sets the controller without perception. Unless set, DEGRADED ticks send the safe command.
     *
     * @param controller called at every DEGRADED tick
     * @return this
     */
    public ControlLoop<C> degraded(DegradedLaw<C> controller) {
        degraded = controller;
        return this;
    }

    /**
     * Sets what SAFE means; {@link SafePolicy#stop()} unless set.
     *
     * @param policy one that the vehicle can carry out
     * @return this
     */
    public ControlLoop<C> safe(SafePolicy policy) {
        safe = policy;
        return this;
    }

    /**
     * Refuses an actuator that no process outside the JVM guards.
     *
     * @return this
     */
    public ControlLoop<C> requireGate() {
        requiresGate = true;
        return this;
    }

    /**
     * Limits the controller's commands.
     *
     * @param commandLimits by axis
     * @return this
     */
    public ControlLoop<C> limits(CommandLimits commandLimits) {
        limits = commandLimits;
        return this;
    }

    /**
     * Registers a sensor for {@link TickInput#sensor}.
     *
     * @param port of its own name
     * @return this
     */
    public ControlLoop<C> sensor(SensorPort port) {
        sensors.add(port);
        return this;
    }

    /**
     * Adds a reader of every perception.
     *
     * @param tap made for this loop's perceiver; stays the caller's
     * @return this
     */
    public ControlLoop<C> tap(PerceptionTap tap) {
        taps.add(tap);
        return this;
    }

    /**
     * Lets a candidate look beside the perceiver, in the time that it leaves. It has no part in any command.
     *
     * @param beside its perceiver stays the caller's
     * @return this
     */
    public ControlLoop<C> shadow(Shadow beside) {
        shadow = beside;
        return this;
    }

    /**
     * Adds a reader of the control thread's {@link ControlEvents}, called on the log thread.
     *
     * @param reader of every event
     * @return this
     */
    public ControlLoop<C> events(EventReader reader) {
        eventReaders.add(reader);
        return this;
    }

    /**
     * Ends the loop after a number of frames.
     *
     * @param count at least 1
     * @return this
     */
    public ControlLoop<C> frames(long count) {
        if (count < 1) {
            throw new LoopConfigurationException(count + " frames: give at least 1");
        }
        frames = count;
        return this;
    }

    /**
     * Ends the loop after a time.
     *
     * @param time from the start
     * @return this
     */
    public ControlLoop<C> duration(Duration time) {
        durationNs = LoopPlan.positive("duration", time);
        return this;
    }

    /**
     * Sets where steady state begins, for the measurement of allocation; 20 frames and one second of NOMINAL ticks
     * unless set.
     *
     * @param frameCount frames processed before
     * @param nominalTicks NOMINAL ticks before
     * @return this
     */
    public ControlLoop<C> warmAfter(long frameCount, long nominalTicks) {
        warmFrames = frameCount;
        warmTicks = nominalTicks;
        return this;
    }

    /**
     * Checks the settings and makes everything that the loop needs, without starting it. For programs that read
     * counters while it runs, or stop it from another thread.
     *
     * @return a run, owned by the caller
     * @throws LoopConfigurationException when settings contradict one another
     */
    public ControlRun<C> prepare() {
        LoopPlan plan = check();
        LoopParts<C> parts = new LoopParts<>(this, dev.saccade.time.MonotonicClock.SYSTEM, null);
        return new ControlRun<>(parts, plan, durationNs);
    }

    /**
     * Runs on threads until the source ends, a limit is reached, the calling thread is interrupted or the JVM is asked
     * to end. Read {@link LoopEnd#isSound()}: a last safe command that was not accepted is told there and nowhere else.
     *
     * @return how it ended
     * @throws LoopConfigurationException when settings contradict one another or what the warm-up measured
     */
    public LoopEnd run() {
        try (ControlRun<C> run = prepare()) {
            return run.run();
        }
    }

    /**
     * Runs on the calling thread in virtual time, with the engine's latency as an input: same inputs, same commands,
     * byte for byte. {@link #maxAge} must be set, since there is no warm-up to derive it from.
     *
     * @param clock moved by this run alone
     * @param latency lease to publication, by frame; with a standby, one from the hang timeout on is a hang
     * @param limit virtual time after which the run ends
     * @return the parts after the run, for their counters and {@link LoopParts#end()}; owned by the caller
     */
    public LoopParts<C> simulate(ManualClock clock, LatencyModel latency, Duration limit) {
        LoopPlan plan = check();
        if (maxAgeNs == 0) {
            throw new LoopConfigurationException("maxAge is not set: virtual time has no warm-up to derive it from");
        }
        LoopParts<C> parts = new LoopParts<>(this, clock, latency);
        parts.simulate(clock, Math.min(limit.toNanos(), durationNs), plan.rules(maxAgeNs), plan);
        return parts;
    }

    private LoopPlan check() {
        if (law == null) {
            throw new LoopConfigurationException("the loop has no controller: set one with decide(...)");
        }
        if (used) {
            throw new LoopConfigurationException("this loop has run already: its camera is closed; make another");
        }
        LoopPlan plan = new LoopPlan(
                periodNs,
                deadlineNs,
                maxAgeNs,
                safeAfterNs,
                recoverResults,
                camera.framePeriodNs(),
                camera.isLossless(),
                hangNs,
                perceiver.leastHangTimeoutNs(),
                standby != null,
                tolerances.cameraNs());
        plan.check();
        String mismatch = standby == null ? null : Perceivers.mismatch(perceiver, standby);
        if (mismatch != null) {
            throw new LoopConfigurationException(mismatch);
        }
        if (requiresGate && !actuator.isCoveredByGate()) {
            throw new LoopConfigurationException("actuator " + actuator.name()
                    + " is not covered by the gate: open it over a GatedWire, or do not require the gate");
        }
        actuator.prepare(safe);
        used = true;
        return plan;
    }

    ControlSettings<C> settings() {
        long ticks = warmTicks >= 0 ? warmTicks : Math.max(1, 1_000_000_000L / periodNs);
        return new ControlSettings<>(
                periodNs,
                camera.upstreamDelayNs(),
                law,
                degraded,
                limits,
                List.copyOf(sensors),
                actuator,
                ticks,
                tolerances);
    }

    FrameSource camera() {
        return camera;
    }

    Perceiver perceiver() {
        return perceiver;
    }

    Perceiver standby() {
        return standby;
    }

    Shadow shadow() {
        return shadow;
    }

    List<PerceptionTap> taps() {
        return taps;
    }

    List<EventReader> eventReaders() {
        return eventReaders;
    }

    long frameLimit() {
        return frames;
    }

    long warmFrames() {
        return warmFrames;
    }
}
