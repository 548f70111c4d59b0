package dev.saccade.cli.sim;

import dev.saccade.control.Angles;
import dev.saccade.control.SensorReading;
import dev.saccade.control.TickInput;

/** The attitudes of the latest ticks, to ask how the camera was turned when a frame was captured. Control thread. */
final class AttitudeHistory {
    private static final int KEPT = 64;

    private final long[] stampNs = new long[KEPT];
    private final double[] roll = new double[KEPT];
    private final double[] pitch = new double[KEPT];
    private final double[] yaw = new double[KEPT];
    private int newest = -1;
    private int count;
    private double foundRoll;
    private double foundPitch;
    private double foundYaw;

    void note(TickInput in) {
        SensorReading measured = in.sensor("yaw");
        if (!measured.isPresent() || (count > 0 && measured.stampNs() == stampNs[newest])) {
            return;
        }
        newest = (newest + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        stampNs[newest] = measured.stampNs();
        yaw[newest] = measured.value();
        roll[newest] = in.sensor("roll").value();
        pitch[newest] = in.sensor("pitch").value();
    }

    /** Finds the attitude at a time, between the two that were measured around it. */
    void at(long timeNs) {
        int later = newest;
        int earlier = newest;
        for (int i = 0; i < count; i++) {
            earlier = Math.floorMod(newest - i, KEPT);
            if (stampNs[earlier] - timeNs <= 0) {
                break;
            }
            later = earlier;
        }
        long span = stampNs[later] - stampNs[earlier];
        double share = span <= 0 ? 0 : Math.max(0, Math.min(1, (timeNs - stampNs[earlier]) / (double) span));
        foundRoll = roll[earlier] + share * (roll[later] - roll[earlier]);
        foundPitch = pitch[earlier] + share * (pitch[later] - pitch[earlier]);
        foundYaw = yaw[earlier] + share * Angles.wrap(yaw[later] - yaw[earlier]);
    }

    double roll() {
        return foundRoll;
    }

    double pitch() {
        return foundPitch;
    }

    double yaw() {
        return foundYaw;
    }

    double newestYaw() {
        return yaw[newest];
    }
}
