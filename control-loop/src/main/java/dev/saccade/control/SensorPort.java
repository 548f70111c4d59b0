package dev.saccade.control;

import dev.saccade.pipeline.LatestValue;

/**
 * A named input of the controller beside perception, such as odometry. One thread sets it; the loop it is registered
 * with takes the latest value at the start of each tick, so that a controller sees one consistent, recordable set.
 * Setting neither waits nor allocates.
 */
public final class SensorPort {
    private final String name;
    private final LatestValue<Sample> latest = new LatestValue<>(Sample::new);

    private SensorPort(String name) {
        this.name = name;
    }

    /**
     * Makes a port.
     *
     * @param name how a controller asks for it
     * @return the port, for one writer thread and one loop
     */
    public static SensorPort named(String name) {
        return new SensorPort(name);
    }

    /** @return how a controller asks for it */
    public String name() {
        return name;
    }

    /**
     * Sets the value; writer thread.
     *
     * @param value in the sensor's unit
     * @param stampNs when it was measured, monotonic ns
     */
    public void set(double value, long stampNs) {
        Sample sample = latest.writable();
        sample.value = value;
        sample.stampNs = stampNs;
        latest.publish();
    }

    void takeInto(SensorReading reading) {
        if (latest.poll()) {
            reading.set(latest.latest().value, latest.latest().stampNs);
        }
    }

    private static final class Sample {
        private double value;
        private long stampNs;
    }
}
