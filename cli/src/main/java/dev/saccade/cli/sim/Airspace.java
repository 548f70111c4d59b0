package dev.saccade.cli.sim;

import dev.saccade.control.SensorPort;

/**
 * The drone in virtual time: whoever comes, camera or control, first moves it up to that time. Its inertial unit writes
 * the attitude, and nothing else, to the sensor ports. One thread.
 */
final class Airspace {
    private static final long STEP_NS = Math.round(Multirotor.STEP_S * 1e9);
    private static final long PATIENCE_NS = 90_000_000_000L;

    final Multirotor drone;
    final SensorPort roll = SensorPort.named("roll");
    final SensorPort pitch = SensorPort.named("pitch");
    final SensorPort yaw = SensorPort.named("yaw");
    private final long startNs;
    private long atNs;
    private Ending ending = Ending.FLYING;
    private long downNs;

    Airspace(FlightPlan plan, long startNs) {
        drone = new Multirotor(plan);
        this.startNs = startNs;
        atNs = startNs;
        measure();
    }

    void moveTo(long nowNs) {
        while (nowNs - atNs >= STEP_NS) {
            boolean wasDown = drone.isDown();
            drone.step();
            atNs += STEP_NS;
            measure();
            if (drone.isDown() && !wasDown) {
                downNs = atNs;
                end(Ending.DOWN);
            }
        }
        if (nowNs - startNs >= PATIENCE_NS) {
            end(Ending.TIMED_OUT);
        }
    }

    private void measure() {
        roll.set(drone.roll(), atNs);
        pitch.set(drone.pitch(), atNs);
        yaw.set(drone.yaw(), atNs);
    }

    void end(Ending why) {
        if (ending == Ending.FLYING) {
            ending = why;
        }
    }

    Ending ending() {
        return ending;
    }

    /** Seconds from the start to the present step. */
    double seconds() {
        return (atNs - startNs) / 1e9;
    }

    double secondsAt(long nowNs) {
        return (nowNs - startNs) / 1e9;
    }

    double touchdownSeconds() {
        return (downNs - startNs) / 1e9;
    }
}
