package dev.saccade.cli.sim;

import dev.saccade.control.LoopParts;
import dev.saccade.control.mode.Mode;
import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultPlan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a flight went. Immutable. */
public final class FlightResult {
    /** Farthest from the pad's middle that counts as landed, m: the drone stands wholly on the pad. */
    public static final double MOST_OFF = 0.3;
    /** Greatest heading error that counts as landed, radians. */
    public static final double MOST_TURNED = 0.26;
    /** Hardest touchdown that counts as landed, m/s. */
    public static final double MOST_SPEED = 0.8;

    private final FlightPlan plan;
    private final FlightLog log;
    private final Ending ending;
    private final double seconds;
    private final double x;
    private final double y;
    private final double turned;
    private final double speed;
    private final long frames;
    private final long faults;
    private final Map<FaultKind, Long> injected = new EnumMap<>(FaultKind.class);

    FlightResult(FlightPlan plan, Airspace airspace, FlightLog log, LoopParts<?> parts, FaultPlan faultPlan) {
        this.plan = plan;
        this.log = log;
        ending = airspace.ending();
        Multirotor drone = airspace.drone;
        seconds = ending == Ending.DOWN ? airspace.touchdownSeconds() : airspace.seconds();
        x = drone.x();
        y = drone.y();
        turned = HalfTurns.wrap(drone.yaw() - plan.pad().heading());
        speed = drone.touchdownSpeed();
        frames = parts.perception().processed();
        faults = parts.perception().faults();
        for (FaultKind kind : FaultKind.values()) {
            if (faultPlan.injected(kind) > 0) {
                injected.put(kind, faultPlan.injected(kind));
            }
        }
    }

    /** @return whether it stands on the pad: near enough to the middle, aligned, and gently set down */
    public boolean isLanded() {
        return ending == Ending.DOWN && off() <= MOST_OFF && Math.abs(turned) <= MOST_TURNED && speed <= MOST_SPEED;
    }

    /** @return distance of the drone to the pad's middle over the ground, m; at the touchdown, or at the end */
    public double off() {
        double dx = x - plan.pad().x();
        double dy = y - plan.pad().y();
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** @return where it ended, m */
    public double x() {
        return x;
    }

    /** @return where it ended, m */
    public double y() {
        return y;
    }

    /** @return heading error up to half a turn, radians */
    public double turned() {
        return turned;
    }

    /** @return speed at the touchdown, m/s; 0 in the air */
    public double speed() {
        return speed;
    }

    /** @return of the flight, s */
    public double seconds() {
        return seconds;
    }

    /** @return what ended it */
    public Ending ending() {
        return ending;
    }

    /** @return its plan */
    public FlightPlan plan() {
        return plan;
    }

    /** @return every tick */
    public FlightLog log() {
        return log;
    }

    /** @return frames that were seen */
    public long frames() {
        return frames;
    }

    /** @return frames on which the engine failed */
    public long engineFaults() {
        return faults;
    }

    /** @return what was injected, and how often */
    public Map<FaultKind, Long> injected() {
        return injected;
    }

    /** @return mode of the last tick */
    public Mode lastMode() {
        List<FlightTick> ticks = log.ticks();
        return ticks.get(ticks.size() - 1).mode();
    }

    /** @return changes of mode and phase, one line each, in order */
    public List<String> history() {
        List<String> lines = new ArrayList<>();
        String before = "";
        for (FlightTick tick : log.ticks()) {
            String now = tick.mode() == Mode.SAFE
                    ? "SAFE (" + tick.reason().text() + ")"
                    : tick.mode()
                            + (tick.mode() == Mode.NOMINAL
                                    ? ""
                                    : " (" + tick.reason().text() + ")") + " " + tick.phase();
            if (!now.equals(before)) {
                lines.add(String.format(Locale.ROOT, "%7.2f s  %s", tick.seconds(), now));
                before = now;
            }
        }
        return lines;
    }
}
