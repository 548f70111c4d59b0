package dev.saccade.control;

/**
 * Velocity and turn rate of a vehicle that moves in three dimensions, such as a multirotor, in its body frame after
 * REP 103: x forward, y left, z up. The frame follows the vehicle's heading and stays level: roll and pitch do not tilt
 * it.
 */
public final class VelocityCommand implements Command {
    private static final String[] NAMES = {"forward", "left", "up", "yawRate"};

    private double forward;
    private double left;
    private double up;
    private double yawRate;

    /** Makes a command that hovers. */
    public VelocityCommand() {}

    /** @return forward velocity, m/s */
    public double forward() {
        return forward;
    }

    /**
     * Sets the forward velocity.
     *
     * @param metresPerSecond positive is forward
     * @return this
     */
    public VelocityCommand forward(double metresPerSecond) {
        forward = metresPerSecond;
        return this;
    }

    /** @return velocity to the left, m/s */
    public double left() {
        return left;
    }

    /**
     * Sets the velocity to the left.
     *
     * @param metresPerSecond positive is to the left
     * @return this
     */
    public VelocityCommand left(double metresPerSecond) {
        left = metresPerSecond;
        return this;
    }

    /** @return upward velocity, m/s */
    public double up() {
        return up;
    }

    /**
     * Sets the upward velocity.
     *
     * @param metresPerSecond positive climbs
     * @return this
     */
    public VelocityCommand up(double metresPerSecond) {
        up = metresPerSecond;
        return this;
    }

    /** @return turn rate, rad/s */
    public double yawRate() {
        return yawRate;
    }

    /**
     * Sets the turn rate.
     *
     * @param radiansPerSecond positive turns left, counter-clockwise seen from above (REP 103)
     * @return this
     */
    public VelocityCommand yawRate(double radiansPerSecond) {
        yawRate = radiansPerSecond;
        return this;
    }

    @Override
    public int axes() {
        return NAMES.length;
    }

    @Override
    public String axis(int axis) {
        return NAMES[axis];
    }

    @Override
    public double value(int axis) {
        return switch (axis) {
            case 0 -> forward;
            case 1 -> left;
            case 2 -> up;
            case 3 -> yawRate;
            default -> throw new IndexOutOfBoundsException(axis);
        };
    }

    @Override
    public void value(int axis, double value) {
        switch (axis) {
            case 0 -> forward = value;
            case 1 -> left = value;
            case 2 -> up = value;
            case 3 -> yawRate = value;
            default -> throw new IndexOutOfBoundsException(axis);
        }
    }
}
