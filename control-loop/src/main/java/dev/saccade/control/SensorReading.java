package dev.saccade.control;

/** A sensor's value as it stands at one tick. Valid during the controller's call; control thread. */
public final class SensorReading {
    private double value;
    private long stampNs;
    private boolean present;

    SensorReading() {}

    void set(double newValue, long newStampNs) {
        value = newValue;
        stampNs = newStampNs;
        present = true;
    }

    /** @return whether the sensor has ever been set */
    public boolean isPresent() {
        return present;
    }

    /** @return the value in the sensor's unit, NaN when never set */
    public double value() {
        return present ? value : Double.NaN;
    }

    /** @return when it was measured, monotonic ns */
    public long stampNs() {
        return stampNs;
    }
}
