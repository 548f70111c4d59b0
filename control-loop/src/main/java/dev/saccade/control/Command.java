package dev.saccade.control;

/**
 * A command as a fixed set of named axes, so that limits, recording and outlets serve any vehicle. Mutable,
 * preallocated, one thread. The loop sets every axis to 0 before a controller fills it in: an axis that the controller
 * leaves alone is 0.
 */
public interface Command {
    /** @return number of axes, constant */
    int axes();

    /**
     * Name of an axis, as outlets and limits call it.
     *
     * @param axis 0..axes-1
     * @return constant name
     */
    String axis(int axis);

    /**
     * Value of an axis.
     *
     * @param axis 0..axes-1
     * @return in the axis's unit
     */
    double value(int axis);

    /**
     * Sets an axis.
     *
     * @param axis 0..axes-1
     * @param value in the axis's unit
     */
    void value(int axis, double value);
}
