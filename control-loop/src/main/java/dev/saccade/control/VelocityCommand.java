package dev.saccade.control;

/**
 * Velocity and turn rate of a vehicle that moves in all directions, in the body's frame of REP 103: x forward, y left, z
 * up, level with the ground and turned with the vehicle's heading. Beside them, what the controller may tell the
 * autopilot about its surroundings: a landing target and distances to obstacles. All of it is axes, so that it is
 * emptied before each call, checked, recorded and replayed like the velocity itself.
 */
public final class VelocityCommand implements Command {
    private static final String[] NAMES = {
        "forward", "left", "up", "yawRate", "targetForward", "targetLeft", "targetUp",
    };
    private static final int LEFT = 1;
    private static final int UP = 2;
    private static final int YAW_RATE = 3;
    private static final int TARGET = 4;
    private static final int SECTORS = 7;

    private final double[] values;
    private final String[] names;

    /** Makes a command that hovers, without obstacle sectors. */
    public VelocityCommand() {
        this(0);
    }

    /**
     * Makes a command that hovers.
     *
     * @param sectors number of directions in which obstacles are told, 0 for none
     */
    public VelocityCommand(int sectors) {
        values = new double[SECTORS + sectors];
        names = java.util.Arrays.copyOf(NAMES, values.length);
        for (int i = 0; i < sectors; i++) {
            names[SECTORS + i] = "obstacle" + i;
        }
    }

    /** @return forward speed, m/s */
    public double forward() {
        return values[0];
    }

    /**
     * Sets the forward speed.
     *
     * @param metresPerSecond negative is backward
     * @return this
     */
    public VelocityCommand forward(double metresPerSecond) {
        values[0] = metresPerSecond;
        return this;
    }

    /** @return speed to the left, m/s */
    public double left() {
        return values[LEFT];
    }

    /**
     * Sets the speed to the left.
     *
     * @param metresPerSecond negative is to the right
     * @return this
     */
    public VelocityCommand left(double metresPerSecond) {
        values[LEFT] = metresPerSecond;
        return this;
    }

    /** @return climb, m/s */
    public double up() {
        return values[UP];
    }

    /**
     * Sets the climb.
     *
     * @param metresPerSecond negative is down
     * @return this
     */
    public VelocityCommand up(double metresPerSecond) {
        values[UP] = metresPerSecond;
        return this;
    }

    /** @return turn rate, rad/s */
    public double yawRate() {
        return values[YAW_RATE];
    }

    /**
     * Sets the turn rate.
     *
     * @param radiansPerSecond positive turns left, counter-clockwise seen from above
     * @return this
     */
    public VelocityCommand yawRate(double radiansPerSecond) {
        values[YAW_RATE] = radiansPerSecond;
        return this;
    }

    /**
     * Tells the autopilot where the landing target is, from the vehicle, at this tick.
     *
     * @param forwardMetres ahead
     * @param leftMetres to the left
     * @param upMetres above; negative for a target on the ground. All three 0: no target
     * @return this
     */
    public VelocityCommand landingTarget(double forwardMetres, double leftMetres, double upMetres) {
        values[TARGET] = forwardMetres;
        values[TARGET + 1] = leftMetres;
        values[TARGET + 2] = upMetres;
        return this;
    }

    /** @return whether this command has a landing target */
    public boolean hasLandingTarget() {
        return values[TARGET] != 0 || values[TARGET + 1] != 0 || values[TARGET + 2] != 0;
    }

    /** @return the landing target's distance ahead, m */
    public double targetForward() {
        return values[TARGET];
    }

    /** @return the landing target's distance to the left, m */
    public double targetLeft() {
        return values[TARGET + 1];
    }

    /** @return the landing target's height above the vehicle, m */
    public double targetUp() {
        return values[TARGET + 2];
    }

    /** @return number of directions in which obstacles are told */
    public int sectors() {
        return values.length - SECTORS;
    }

    /**
     * Tells the autopilot how far an obstacle is, at this tick.
     *
     * @param sector 0..sectors-1, clockwise; the actuator says where they begin and how wide they are
     * @param metres distance; beyond the sensor's range when the direction is free; 0 when it is not known
     * @return this
     */
    public VelocityCommand obstacle(int sector, double metres) {
        values[SECTORS + sector] = metres;
        return this;
    }

    /**
     * Distance to an obstacle.
     *
     * @param sector 0..sectors-1
     * @return metres, 0 when not known
     */
    public double obstacle(int sector) {
        return values[SECTORS + sector];
    }

    @Override
    public int axes() {
        return values.length;
    }

    @Override
    public String axis(int axis) {
        return names[axis];
    }

    @Override
    public double value(int axis) {
        return values[axis];
    }

    @Override
    public void value(int axis, double value) {
        values[axis] = value;
    }
}
