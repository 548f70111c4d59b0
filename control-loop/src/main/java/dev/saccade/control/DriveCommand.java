package dev.saccade.control;

/** Forward speed and turn rate of a ground vehicle. */
public final class DriveCommand implements Command {
    private double speed;
    private double yawRate;

    /** Makes a command that stands still. */
    public DriveCommand() {}

    /** @return forward speed, m/s */
    public double speed() {
        return speed;
    }

    /**
     * Sets the forward speed.
     *
     * @param metresPerSecond positive is forward
     * @return this
     */
    public DriveCommand speed(double metresPerSecond) {
        speed = metresPerSecond;
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
    public DriveCommand yawRate(double radiansPerSecond) {
        yawRate = radiansPerSecond;
        return this;
    }

    @Override
    public int axes() {
        return 2;
    }

    @Override
    public String axis(int axis) {
        return axis == 0 ? "speed" : "yawRate";
    }

    @Override
    public double value(int axis) {
        return axis == 0 ? speed : yawRate;
    }

    @Override
    public void value(int axis, double value) {
        if (axis == 0) {
            speed = value;
        } else {
            yawRate = value;
        }
    }
}
