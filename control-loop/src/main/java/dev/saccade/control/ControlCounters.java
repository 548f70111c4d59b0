package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of a control loop. Written by the control thread, read by any; each is exact once the loop has ended. */
public final class ControlCounters {
    private static final int STATUSES = 6;

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong overruns = new AtomicLong();
    private final AtomicLong transitions = new AtomicLong();
    private final AtomicLong controllerFaults = new AtomicLong();
    private final AtomicLong invalidCommands = new AtomicLong();
    private final AtomicLong expiredCommands = new AtomicLong();
    private final AtomicLong limitedCommands = new AtomicLong();
    private final AtomicLong lateSends = new AtomicLong();
    private final AtomicLongArray byMode = new AtomicLongArray(Mode.SAFE.code() + 1);
    private final AtomicLongArray byReason = new AtomicLongArray(Reason.values().length);
    private final AtomicLong stuckTicks = new AtomicLong();
    private final AtomicLongArray byStatus = new AtomicLongArray(STATUSES);
    private final AtomicLong ageNs = new AtomicLong(-1);
    private volatile Mode mode = Mode.SAFE;
    private volatile Reason reason = Reason.NOT_SEEN_YET;
    private volatile Throwable firstControllerFault;
    private volatile Throwable latestControllerFault;
    private volatile Throwable latestActuatorFault;

    ControlCounters() {}

    void tick(Mode tickMode, Reason tickReason) {
        add(ticks, 1);
        byReason.setRelease(tickReason.code(), byReason.getPlain(tickReason.code()) + 1);
        byMode.setRelease(tickMode.code(), byMode.getPlain(tickMode.code()) + 1);
        if (mode != tickMode) {
            mode = tickMode;
            add(transitions, 1);
        }
        if (reason != tickReason) {
            reason = tickReason;
        }
    }

    void age(long perceptionAgeNs) {
        ageNs.setRelease(perceptionAgeNs);
    }

    void overrun(long missed) {
        add(overruns, 1);
        add(skipped, missed);
    }

    void controllerFault(Throwable thrown) {
        if (firstControllerFault == null) {
            firstControllerFault = thrown;
        }
        latestControllerFault = thrown;
        add(controllerFaults, 1);
    }

    void actuatorFault(Throwable thrown) {
        latestActuatorFault = thrown;
    }

    void invalidCommand() {
        add(invalidCommands, 1);
    }

    void expiredCommand() {
        add(expiredCommands, 1);
    }

    void limitedCommand() {
        add(limitedCommands, 1);
    }

    void sent(int status) {
        byStatus.setRelease(status, byStatus.getPlain(status) + 1);
    }

    void lateSend() {
        add(lateSends, 1);
    }

    /** Supervising thread. */
    void stuckTick() {
        add(stuckTicks, 1);
    }

    private static void add(AtomicLong counter, long n) {
        counter.setRelease(counter.getPlain() + n);
    }

    /** @return ticks that ran */
    public long ticks() {
        return ticks.get();
    }

    /** @return ticks that were missed and skipped */
    public long skipped() {
        return skipped.get();
    }

    /** @return ticks that woke a period or more late */
    public long overruns() {
        return overruns.get();
    }

    /**
     * Ticks of a mode.
     *
     * @param of the mode
     * @return how many ran in it
     */
    public long ticks(Mode of) {
        return byMode.get(of.code());
    }

    /**
     * Ticks of a reason.
     *
     * @param of the reason
     * @return how many ticks ran in the mode that they ran in because of it
     */
    public long ticks(Reason of) {
        return byReason.get(of.code());
    }

    /** @return ticks that took so long that the loop was held up, by its controller or its actuator */
    public long stuckTicks() {
        return stuckTicks.get();
    }

    /** @return changes of mode, from SAFE on */
    public long transitions() {
        return transitions.get();
    }

    /** @return calls of the controller that threw */
    public long controllerFaults() {
        return controllerFaults.get();
    }

    /** @return what the controller threw first, or null */
    public Throwable firstControllerFault() {
        return firstControllerFault;
    }

    /** @return what the actuator threw last, or null */
    public Throwable latestActuatorFault() {
        return latestActuatorFault;
    }

    /** @return what the controller threw last, or null */
    public Throwable latestControllerFault() {
        return latestControllerFault;
    }

    /** @return commands that held a NaN or an infinity and were not sent */
    public long invalidCommands() {
        return invalidCommands.get();
    }

    /** @return commands whose perception grew older than the maximum age while the controller decided; not sent */
    public long expiredCommands() {
        return expiredCommands.get();
    }

    /** @return commands that a range or slew rate changed */
    public long limitedCommands() {
        return limitedCommands.get();
    }

    /**
     * Sends by their return code.
     *
     * @param status a return code of {@link Actuator#send}
     * @return how many sends returned it
     */
    public long sends(int status) {
        return byStatus.get(status);
    }

    /** @return sends that took longer than a period: the actuator blocks */
    public long lateSends() {
        return lateSends.get();
    }

    /** @return age of the newest perception at the latest tick, ns; below 0 before the first */
    public long ageNs() {
        return ageNs.get();
    }

    /** @return mode of the latest tick */
    public Mode mode() {
        return mode;
    }

    /** @return what called for it */
    public Reason reason() {
        return reason;
    }
}
