package dev.saccade.control.mavlink;

/**
 * What the autopilot's HEARTBEATs say: who it is, whether it is armed, whether it takes set-points, and whether somebody
 * took over. Set-points act in one mode alone (OFFBOARD of PX4, GUIDED of ArduPilot), which the pilot or the autopilot
 * enters. Once an armed vehicle was in it, any other mode and disarming mean that somebody else steers. A pilot's sticks
 * and the autopilot's own fail-safes show in the same way, as another mode. Control thread.
 */
final class Autopilot {
    static final int ARDUPILOT = 3;
    static final int PX4 = 12;

    private static final int ARMED = 128;
    private static final int GUIDED_ENABLED = 8;
    /** PX4's custom mode: main mode in bits 16 to 23. */
    private static final int PX4_OFFBOARD = 6;
    /** GUIDED of ArduPilot's copters and submarines; of its other vehicles. */
    private static final int COPTER_GUIDED = 4;

    private static final int OTHER_GUIDED = 15;

    private final long timeoutNs;
    private long heardNs;
    private boolean listening;
    private boolean known;
    private volatile int make;
    private volatile int customMode;
    private boolean steered;
    private boolean takenOver;

    Autopilot(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    void heartbeat(int newCustomMode, int vehicle, int newMake, int baseMode, long nowNs) {
        heardNs = nowNs;
        listening = true;
        known = true;
        make = newMake;
        customMode = newCustomMode;
        boolean ours = (baseMode & ARMED) != 0 && takesSetPoints(vehicle, baseMode);
        takenOver = takenOver || (steered && !ours);
        steered = steered || ours;
    }

    /** Whether its heart beats; it has the timeout for its first one. */
    boolean isHeard(long nowNs) {
        if (!listening) {
            listening = true;
            heardNs = nowNs;
        }
        return nowNs - heardNs <= timeoutNs;
    }

    boolean isKnown() {
        return known;
    }

    int make() {
        return make;
    }

    int customMode() {
        return customMode;
    }

    /** Whether our set-points move the vehicle, as far as we know. */
    boolean isSteered() {
        return steered && !takenOver;
    }

    boolean isTakenOver() {
        return takenOver;
    }

    /** Forgets who steered: the next HEARTBEAT in our mode counts as the first. */
    void rearm() {
        steered = false;
        takenOver = false;
    }

    String makeName() {
        return make == PX4 ? "PX4" : make == ARDUPILOT ? "ArduPilot" : "autopilot " + make;
    }

    private boolean takesSetPoints(int vehicle, int baseMode) {
        return switch (make) {
            case PX4 -> ((customMode >> 16) & 0xFF) == PX4_OFFBOARD;
            case ARDUPILOT -> customMode == (isCopter(vehicle) ? COPTER_GUIDED : OTHER_GUIDED);
            default -> (baseMode & GUIDED_ENABLED) != 0;
        };
    }

    /** MAV_TYPE of multirotors, helicopters and submarines. */
    private static boolean isCopter(int vehicle) {
        return switch (vehicle) {
            case 2, 3, 4, 12, 13, 14, 15, 29, 35 -> true;
            default -> false;
        };
    }
}
