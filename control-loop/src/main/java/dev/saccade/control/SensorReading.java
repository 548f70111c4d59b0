package dev.saccade.control;

/** A sensor's fields as they stand at one tick. Valid during the controller's call; control thread. */
public final class SensorReading {
    private final String sensor;
    private final String[] fields;
    private final double[] values;
    private long stampNs;
    private boolean present;

    SensorReading(String sensor, String[] fields) {
        this.sensor = sensor;
        this.fields = fields;
        values = new double[fields.length];
    }

    void set(double[] newValues, long newStampNs) {
        System.arraycopy(newValues, 0, values, 0, values.length);
        stampNs = newStampNs;
        present = true;
    }

    /** @return whether the sensor has ever been set */
    public boolean isPresent() {
        return present;
    }

    /** @return the first field in its unit, NaN when never set */
    public double value() {
        return value(0);
    }

    /**
     * A field by its place.
     *
     * @param field 0..fields-1
     * @return its value, NaN when never set
     */
    public double value(int field) {
        return present ? values[field] : Double.NaN;
    }

    /**
     * A field by its name.
     *
     * @param field one of the port's
     * @return its value, NaN when never set
     * @throws IllegalArgumentException when the port has no such field
     */
    public double value(String field) {
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].equals(field)) {
                return value(i);
            }
        }
        throw new IllegalArgumentException(
                "sensor '" + sensor + "' has no field '" + field + "'; its fields: " + String.join(", ", fields));
    }

    /** @return when it was measured, monotonic ns */
    public long stampNs() {
        return stampNs;
    }
}
