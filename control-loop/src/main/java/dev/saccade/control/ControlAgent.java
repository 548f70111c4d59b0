package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.control.mode.Reason;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.Agent;
import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perception;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The control loop's duty cycle: at each tick it takes the newest perception and its age, settles the mode, lets the
 * controller fill in a command or takes the safe one, and sends it. It never waits for perception, and whatever ends it,
 * the safe command is the last that it sends. Its methods come from the driving thread, except where said.
 *
 * @param <C> the vehicle's command
 */
public final class ControlAgent<C extends Command> implements Agent {
    /** {@link #tickBegunNs()}: no tick is being worked on. */
    static final long NO_TICK = Long.MIN_VALUE;

    private static final int STUCK_PERIODS = 10;
    private static final long LEAST_STUCK_NS = 50_000_000;

    private final ControlSettings<C> settings;
    private final LatestValue<Perception> input;
    private final MonotonicClock clock;
    private final EventRing events;
    private final BooleanSupplier upstreamEnded;
    private final TickSchedule schedule;
    private final Steering<C> steering;
    private final TickInput in;
    private final ControlCounters counters = new ControlCounters();
    private final ModeControl modes;
    private final CommandOutlet<C> outlet;
    private final ControlTimings timings;
    private final AllocationMeter allocation = new AllocationMeter();
    private final long stuckNs;
    private volatile boolean stopping;
    private volatile boolean finished;
    private volatile long tickBegunNs = NO_TICK;
    private Throwable reportedThrown;
    private long tick = -1;
    private long lastNs;
    private boolean closed;

    /**
     * @param input newest perceptions
     * @param views made for the perceiver's model
     * @param events receives transitions; this agent is the only writer
     * @param stream how camera and engine are
     * @param upstreamEnded whether no perception will follow: the loop ends after the last one
     */
    ControlAgent(
            ControlSettings<C> settings,
            LatestValue<Perception> input,
            SeenViews views,
            MonotonicClock clock,
            EventRing events,
            StreamCondition stream,
            BooleanSupplier upstreamEnded) {
        this.settings = settings;
        this.input = input;
        this.clock = clock;
        this.events = events;
        this.upstreamEnded = upstreamEnded;
        schedule = new TickSchedule(settings.periodNs());
        outlet = new CommandOutlet<>(settings.actuator(), counters);
        steering = new Steering<>(settings, views, counters);
        in = new TickInput(settings.sensors());
        modes = new ModeControl(settings.tolerances(), stream, views, counters, events, in);
        timings = new ControlTimings(settings.periodNs());
        stuckNs = Math.max(LEAST_STUCK_NS, STUCK_PERIODS * settings.periodNs());
    }

    /**
     * Lets the loop leave SAFE once these rules allow it; any thread.
     *
     * @param newRules ages and hysteresis from the next tick on
     */
    public void arm(ModeRules newRules) {
        modes.arm(newRules);
    }

    /**
     * Forgives latched faults and a faulty actuator, and re-arms the outlet, for an operator who has removed their cause;
     * any thread, effective at the next tick.
     */
    public void rearm() {
        modes.rearm();
    }

    /**
     * Latches SAFE from the next tick on, until {@link #rearm()}; any thread.
     *
     * @param who asked for it, told in the log and at the end
     */
    public void operatorStop(String who) {
        modes.operatorStop(who);
    }

    /** Ends the loop before its next tick; any thread. The safe command is sent last. */
    public void stop() {
        stopping = true;
    }

    /**
     * Sends the safe command for a control thread that does not come back from its controller; any other thread. Does
     * nothing during a send, or when the last command is out.
     */
    void sendLastInstead() {
        TickInput last = new TickInput(List.of());
        last.begin(counters.ticks() + 1, clock.nanoTime(), 0);
        last.mode(Mode.SAFE, Reason.STOPPED);
        outlet.sendLast(last);
    }

    /** @return why the vehicle may not be safe after the end, one line; empty when it is; any thread */
    String unsafe() {
        return outlet.unsafe();
    }

    /** @return what has latched SAFE; any thread */
    Latch latch() {
        return modes.latch();
    }

    /** @return when the tick began that is being worked on, or {@link #NO_TICK}; any thread */
    long tickBegunNs() {
        return tickBegunNs;
    }

    /** @return whether a send is under way; any thread */
    boolean isSending() {
        return outlet.isSending();
    }

    /** @return how long a tick or a send may take before the loop counts as held up, ns */
    long stuckNs() {
        return stuckNs;
    }

    /** @return counts; any thread */
    public ControlCounters counters() {
        return counters;
    }

    /** @return durations; read after the loop has ended */
    public ControlTimings timings() {
        return timings;
    }

    /** @return heap bytes of the driving thread from the warm tick on */
    public AllocationMeter allocation() {
        return allocation;
    }

    /** @return the rules in force, or null while warming up; any thread */
    public ModeRules rules() {
        return modes.rules();
    }

    @Override
    public String name() {
        return "control";
    }

    @Override
    public void onStart() {}

    @Override
    public int doWork(long nowNs) {
        if (stopping || finished) {
            finished = true;
            return 0;
        }
        if (!schedule.take(nowNs)) {
            return 0;
        }
        if (schedule.missed() > 0) {
            counters.overrun(schedule.missed());
            events.offer(ControlEvents.SKIPPED, nowNs, schedule.missed(), schedule.latenessNs(), tick + 1, 0);
        }
        boolean ended = upstreamEnded.getAsBoolean();
        tickBegunNs = nowNs;
        tick(nowNs);
        tickBegunNs = NO_TICK;
        finished = ended || finished;
        return 1;
    }

    @Override
    public long nextDueNs() {
        return schedule.dueNs();
    }

    @Override
    public boolean isFinished() {
        return finished || stopping;
    }

    /** Sends the safe command, as the last one. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        finished = true;
        long nowNs = clock.nanoTime();
        in.begin(++tick, nowNs, nowNs - lastNs);
        modes.enter(Reason.STOPPED, false, nowNs);
        in.validUntil(nowNs);
        steering.standStill();
        outlet.sendLast(in);
    }

    private void tick(long nowNs) {
        tick++;
        in.begin(tick, nowNs, tick == 0 ? settings.periodNs() : nowNs - lastNs);
        lastNs = nowNs;
        boolean newResult = input.poll();
        Perception perception = input.latest();
        if (modes.takeRequests(nowNs)) {
            outlet.rearm();
        }
        boolean seen = perception != null;
        long ageNs = seen ? nowNs - perception.captureNs() + settings.upstreamDelayNs() : -1;
        counters.age(ageNs);
        modes.settle(seen, seen && perception.isFallback(), ageNs, newResult, schedule.missed() > 0, nowNs);
        in.validUntil(modes.validUntilNs(ageNs, nowNs));

        boolean steered = steer(perception, ageNs, nowNs);
        long decidedNs = clock.nanoTime();
        steered = steered && !hasExpired(ageNs, decidedNs, nowNs);
        int status = send(steered, nowNs);
        long sentNs = clock.nanoTime();
        if (status == CommandOutlet.CLOSED) {
            finished = true;
            return;
        }
        judgeSend(status, sentNs - decidedNs, sentNs);

        counters.tick(modes.mode(), modes.reason());
        timings.record(schedule.latenessNs(), decidedNs - nowNs, sentNs - decidedNs);
        if (allocation.startCycle() < 0 && counters.ticks(Mode.NOMINAL) >= settings.warmTicks()) {
            allocation.begin(tick + 1);
        } else {
            allocation.cycle();
        }
    }

    /** @return whether the command may be sent; otherwise the safe one goes out, at this very tick */
    private boolean steer(Perception perception, long ageNs, long nowNs) {
        if (!steering.steers(modes.mode())) {
            return false;
        }
        Reason fault = steering.steer(perception, ageNs, in);
        if (fault == Reason.NONE) {
            return true;
        }
        if (fault == Reason.COMMAND_INVALID) {
            int axis = steering.unsoundAxis();
            long bits = Double.doubleToRawLongBits(steering.command().value(axis));
            events.offer(ControlEvents.INVALID_COMMAND, nowNs, axis, bits, tick, 0);
        }
        modes.fault(fault, nowNs);
        return false;
    }

    /** A controller that took long decided on what is no longer so. */
    private boolean hasExpired(long ageNs, long decidedNs, long nowNs) {
        if (decidedNs - in.validUntilNs() <= 0) {
            return false;
        }
        counters.expiredCommand();
        modes.expired(ageNs + decidedNs - nowNs, nowNs);
        return true;
    }

    private int send(boolean steered, long nowNs) {
        if (steered) {
            return outlet.send(steering.command(), in);
        }
        in.validUntil(nowNs);
        steering.standStill();
        return outlet.sendSafe(in);
    }

    private void judgeSend(int status, long tookNs, long sentNs) {
        boolean late = tookNs > settings.periodNs();
        if (late) {
            counters.lateSend();
        }
        modes.sent(status, late, tookNs > stuckNs, sentNs);
        Throwable thrown = outlet.thrown();
        if (thrown != reportedThrown) {
            reportedThrown = thrown;
            counters.actuatorFault(thrown);
            events.offer(ControlEvents.ACTUATOR_THREW, sentNs, tick, 0, 0, 0);
        }
    }
}
