package dev.saccade.control;

import dev.saccade.pipeline.LatestValue;
import java.util.List;

/**
 * A named input of the controller beside perception, such as odometry: one field or several that belong together. One
 * thread sets it; the loop it is registered with takes the latest set at the start of each tick, so that a controller
 * sees one consistent, recordable set. Setting neither waits nor allocates.
 */
public final class SensorPort {
    private static final String VALUE = "value";

    private final String name;
    private final String[] fields;
    private final double[] staged;
    private final LatestValue<Sample> latest;

    private SensorPort(String name, String[] fields) {
        this.name = name;
        this.fields = fields;
        staged = new double[fields.length];
        latest = new LatestValue<>(() -> new Sample(fields.length));
    }

    /**
     * Makes a port of one field, {@code value}.
     *
     * @param name how a controller asks for it
     * @return the port, for one writer thread and one loop
     */
    public static SensorPort named(String name) {
        return new SensorPort(name, new String[] {VALUE});
    }

    /**
     * Makes a port of several fields that are set and read at once.
     *
     * @param name how a controller asks for it
     * @param fields their names, in their order; at least one, each once
     * @return the port, for one writer thread and one loop
     */
    public static SensorPort named(String name, String... fields) {
        if (fields.length == 0 || List.of(fields).stream().distinct().count() != fields.length) {
            throw new LoopConfigurationException(
                    "sensor '" + name + "': fields " + List.of(fields) + "; give at least one, each once");
        }
        return new SensorPort(name, fields.clone());
    }

    /** @return how a controller asks for it */
    public String name() {
        return name;
    }

    /** @return number of fields */
    public int fields() {
        return fields.length;
    }

    /**
     * Name of a field.
     *
     * @param field 0..fields-1
     * @return its name
     */
    public String field(int field) {
        return fields[field];
    }

    /**
     * Sets the first field and publishes; writer thread.
     *
     * @param value in the sensor's unit
     * @param stampNs when it was measured, monotonic ns
     */
    public void set(double value, long stampNs) {
        put(0, value).publish(stampNs);
    }

    /**
     * Sets a field, seen by no reader before {@link #publish}; writer thread. A field that is not set keeps its value.
     *
     * @param field 0..fields-1
     * @param value in the field's unit
     * @return this
     */
    public SensorPort put(int field, double value) {
        staged[field] = value;
        return this;
    }

    /**
     * Makes all fields visible at once; writer thread.
     *
     * @param stampNs when they were measured, monotonic ns
     */
    public void publish(long stampNs) {
        Sample sample = latest.writable();
        System.arraycopy(staged, 0, sample.values, 0, staged.length);
        sample.stampNs = stampNs;
        latest.publish();
    }

    SensorReading newReading() {
        return new SensorReading(name, fields);
    }

    void takeInto(SensorReading reading) {
        if (latest.poll()) {
            reading.set(latest.latest().values, latest.latest().stampNs);
        }
    }

    private static final class Sample {
        private final double[] values;
        private long stampNs;

        Sample(int fields) {
            values = new double[fields];
        }
    }
}
