package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.ModeLogic;
import dev.saccade.control.mode.ModeRules;
import dev.saccade.control.mode.Reason;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.Agent;
import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Freshness;
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
    private final ControlSettings<C> settings;
    private final LatestValue<Perception> input;
    private final MonotonicClock clock;
    private final EventRing events;
    private final BooleanSupplier upstreamEnded;
    private final TickSchedule schedule;
    private final Steering<C> steering;
    private final TickInput in;
    private final SeenViews views;
    private final ModeLogic logic = new ModeLogic();
    private final CommandOutlet<C> outlet;
    private final ActuatorHealth health = new ActuatorHealth();
    private final ControlCounters counters = new ControlCounters();
    private final ControlTimings timings;
    private final AllocationMeter allocation = new AllocationMeter();
    private volatile ModeRules rules;
    private volatile boolean stopping;
    private volatile boolean arming;
    private volatile boolean rearming;
    private volatile boolean finished;
    private ModeRules armed;
    private volatile Reason latched = Reason.NONE;
    private volatile long latchedTick;
    private long tick = -1;
    private long lastNs;
    private boolean closed;

    /**
     * @param input newest perceptions
     * @param views made for the perceiver's model
     * @param events receives transitions; this agent is the only writer
     * @param upstreamEnded whether no perception will follow: the loop ends after the last one
     */
    ControlAgent(
            ControlSettings<C> settings,
            LatestValue<Perception> input,
            SeenViews views,
            MonotonicClock clock,
            EventRing events,
            BooleanSupplier upstreamEnded) {
        this.settings = settings;
        this.input = input;
        this.views = views;
        this.clock = clock;
        this.events = events;
        this.upstreamEnded = upstreamEnded;
        schedule = new TickSchedule(settings.periodNs());
        outlet = new CommandOutlet<>(settings.actuator(), counters);
        steering = new Steering<>(settings, views, counters);
        in = new TickInput(settings.sensors());
        timings = new ControlTimings(settings.periodNs());
    }

    /**
     * Lets the loop leave SAFE once these rules allow it; any thread.
     *
     * @param newRules ages and hysteresis from the next tick on
     */
    public void arm(ModeRules newRules) {
        rules = newRules;
        arming = true;
    }

    /** Forgives latched faults, for an operator who has removed their cause; any thread, effective at the next tick. */
    public void rearm() {
        rearming = true;
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

    /** @return what latched SAFE and since when, one line; empty when nothing did; any thread */
    String latchedFault() {
        Reason fault = latched;
        if (fault == Reason.NONE) {
            return "";
        }
        String what = fault == Reason.CONTROLLER_FAULT
                ? fault.text() + " " + LoopEnd.oneLine(counters.latestControllerFault())
                : fault.text();
        return what + "; SAFE since tick " + latchedTick;
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
        return rules;
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
        tick(nowNs);
        finished = ended;
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
        enter(Reason.STOPPED, false, nowNs);
        steering.standStill();
        outlet.sendLast(in);
    }

    private void tick(long nowNs) {
        tick++;
        in.begin(tick, nowNs, tick == 0 ? settings.periodNs() : nowNs - lastNs);
        lastNs = nowNs;
        boolean newResult = input.poll();
        Perception perception = input.latest();
        takeRules(nowNs);
        boolean seen = perception != null;
        long ageNs = seen ? nowNs - perception.captureNs() + settings.upstreamDelayNs() : -1;
        in.perception(freshness(seen, ageNs), ageNs);
        counters.age(ageNs);
        enter(worstReason(seen, ageNs), newResult, nowNs);

        boolean steered = steer(perception, ageNs, nowNs);
        in.validUntil(expiryNs(ageNs, nowNs));
        long decidedNs = clock.nanoTime();
        steered = steered && !hasExpired(ageNs + decidedNs - nowNs, nowNs);
        int status = send(steered);
        long sentNs = clock.nanoTime();
        if (status == CommandOutlet.CLOSED) {
            finished = true;
            return;
        }
        judgeSend(status, sentNs - decidedNs > settings.periodNs(), nowNs);

        counters.tick(logic.mode(), logic.reason());
        timings.record(schedule.latenessNs(), decidedNs - nowNs, sentNs - decidedNs);
        if (allocation.startCycle() < 0 && counters.ticks(Mode.NOMINAL) >= settings.warmTicks()) {
            allocation.begin(tick + 1);
        } else {
            allocation.cycle();
        }
    }

    private void takeRules(long nowNs) {
        if (arming) {
            arming = false;
            armed = rules;
            events.offer(ControlEvents.ARMED, nowNs, armed.maxAgeNs(), armed.safeAfterNs(), tick, 0);
        }
        if (rearming) {
            rearming = false;
            latched = Reason.NONE;
            views.forgive();
        }
        if (views.isMisused()) {
            latch(Reason.VIEW_KEPT);
        }
    }

    private Freshness freshness(boolean seen, long ageNs) {
        if (armed == null) {
            // Nothing is known yet about how old is too old.
            return seen ? Freshness.STALE : Freshness.NONE;
        }
        return armed.freshness(seen, ageNs);
    }

    private Reason worstReason(boolean seen, long ageNs) {
        Reason worst = armed == null ? Reason.WARMING_UP : armed.judge(seen, ageNs);
        worst = health.isFaulty() ? Reason.worst(worst, Reason.ACTUATOR_FAULT) : worst;
        return Reason.worst(worst, latched);
    }

    private void enter(Reason worst, boolean newResult, long nowNs) {
        Mode before = logic.mode();
        if (logic.step(worst, newResult, armed == null ? 1 : armed.recoverResults())) {
            events.offer(
                    ControlEvents.MODE,
                    nowNs,
                    before.code(),
                    logic.mode().code(),
                    logic.reason().code(),
                    tick);
        }
        in.mode(logic.mode(), logic.reason());
    }

    /** @return whether the command may be sent; otherwise the safe one goes out, at this very tick */
    private boolean steer(Perception perception, long ageNs, long nowNs) {
        if (!steering.steers(logic.mode())) {
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
        if (fault.isLatched()) {
            latch(fault);
        }
        enter(fault, false, nowNs);
        return false;
    }

    /** A command lives as long as what it was made from may be believed in. */
    private long expiryNs(long ageNs, long nowNs) {
        if (armed == null) {
            return nowNs;
        }
        return nowNs - ageNs + (logic.mode() == Mode.NOMINAL ? armed.maxAgeNs() : armed.safeAfterNs());
    }

    /** A controller that took long decided on what is no longer so. */
    private boolean hasExpired(long decidedAgeNs, long nowNs) {
        if (logic.mode() != Mode.NOMINAL || decidedAgeNs <= armed.maxAgeNs()) {
            return false;
        }
        counters.expiredCommand();
        in.perception(armed.freshness(true, decidedAgeNs), decidedAgeNs);
        enter(armed.judge(true, decidedAgeNs), false, nowNs);
        return true;
    }

    private void latch(Reason fault) {
        if (latched == Reason.NONE) {
            latchedTick = tick;
        }
        latched = Reason.worst(latched, fault);
    }

    private int send(boolean steered) {
        if (steered) {
            return outlet.send(steering.command(), in);
        }
        steering.standStill();
        return outlet.sendSafe(in);
    }

    private void judgeSend(int status, boolean late, long nowNs) {
        if (late) {
            counters.lateSend();
        }
        boolean wasFaulty = health.isFaulty();
        health.sent(status == Actuator.SENT && !late);
        if (!wasFaulty && health.isFaulty()) {
            events.offer(ControlEvents.ACTUATOR_FAULTY, nowNs, status, late ? 1 : 0, tick, 0);
        }
    }
}
