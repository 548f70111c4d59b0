package dev.saccade.cli.sim;

import dev.saccade.control.VelocityCommand;

/**
 * A point mass with attitude: an autopilot turns the velocity that it is told into tilt and thrust, both of which lag;
 * wind pushes. Steps are fixed, so the same commands at the same steps give the same flight. Where it touches the ground
 * it stays.
 */
final class Multirotor {
    /** Length of a step, s. */
    static final double STEP_S = 0.005;

    private static final double GRAVITY = 9.80665;
    private static final double TILT_LAG_S = 0.15;
    private static final double LIFT_LAG_S = 0.3;
    private static final double YAW_LAG_S = 0.2;
    private static final double VELOCITY_GAIN = 1.8;
    private static final double INTEGRAL_GAIN = 0.8;
    private static final double MOST_INTEGRAL = 2.5;
    private static final double MOST_ACCELERATION = 3.5;
    private static final double MOST_LIFT = 3;
    private static final double DRAG = 0.2;
    private static final double LIFT_DRAG = 0.05;
    private static final double GUST_S = 2;

    private final Chance chance;
    private final double windX;
    private final double windY;
    private final double gust;
    private double gustX;
    private double gustY;
    private double gustZ;
    private double forward;
    private double left;
    private double up;
    private double turn;
    private double integralX;
    private double integralY;
    private double x;
    private double y;
    private double z;
    private double vx;
    private double vy;
    private double vz;
    private double roll;
    private double pitch;
    private double yaw;
    private double yawRate;
    private boolean isDown;
    private double touchdownSpeed;

    Multirotor(FlightPlan plan) {
        chance = new Chance(plan.seed() ^ 0x717DL);
        windX = plan.windSpeed() * StrictMath.cos(plan.windFrom());
        windY = plan.windSpeed() * StrictMath.sin(plan.windFrom());
        gust = plan.gust();
        x = plan.startX();
        y = plan.startY();
        z = plan.startZ();
        yaw = plan.startYaw();
    }

    void command(VelocityCommand command) {
        forward = command.forward();
        left = command.left();
        up = command.up();
        turn = command.yawRate();
    }

    void hover() {
        forward = 0;
        left = 0;
        up = 0;
        turn = 0;
    }

    void step() {
        if (isDown) {
            return;
        }
        blow();
        double cos = StrictMath.cos(yaw);
        double sin = StrictMath.sin(yaw);
        double errorX = cos * forward - sin * left - vx;
        double errorY = sin * forward + cos * left - vy;
        integralX = limited(integralX + INTEGRAL_GAIN * errorX * STEP_S, MOST_INTEGRAL);
        integralY = limited(integralY + INTEGRAL_GAIN * errorY * STEP_S, MOST_INTEGRAL);
        double wantedX = limited(VELOCITY_GAIN * errorX + integralX, MOST_ACCELERATION);
        double wantedY = limited(VELOCITY_GAIN * errorY + integralY, MOST_ACCELERATION);
        // Along the nose and to its left: pitch lowers the nose and pulls forward, roll lowers the right side.
        double wantedPitch = StrictMath.atan((cos * wantedX + sin * wantedY) / GRAVITY);
        double wantedRoll = StrictMath.atan((sin * wantedX - cos * wantedY) / GRAVITY);
        pitch += (wantedPitch - pitch) * STEP_S / TILT_LAG_S;
        roll += (wantedRoll - roll) * STEP_S / TILT_LAG_S;
        yawRate += (turn - yawRate) * STEP_S / YAW_LAG_S;
        yaw += yawRate * STEP_S;
        double pull = GRAVITY * StrictMath.tan(pitch);
        double side = -GRAVITY * StrictMath.tan(roll);
        vx += (cos * pull - sin * side + DRAG * (windX + gustX - vx)) * STEP_S;
        vy += (sin * pull + cos * side + DRAG * (windY + gustY - vy)) * STEP_S;
        vz += (limited((up - vz) / LIFT_LAG_S, MOST_LIFT) + LIFT_DRAG * gustZ) * STEP_S;
        x += vx * STEP_S;
        y += vy * STEP_S;
        z += vz * STEP_S;
        if (z <= 0) {
            touchDown();
        }
    }

    /** Gusts that forget themselves in some seconds (Ornstein-Uhlenbeck). */
    private void blow() {
        double keep = 1 - STEP_S / GUST_S;
        double kick = gust * Math.sqrt(2 * STEP_S / GUST_S);
        gustX = gustX * keep + kick * chance.normal();
        gustY = gustY * keep + kick * chance.normal();
        gustZ = gustZ * keep + kick * chance.normal();
    }

    private void touchDown() {
        isDown = true;
        touchdownSpeed = Math.sqrt(vx * vx + vy * vy + vz * vz);
        z = 0;
        vx = 0;
        vy = 0;
        vz = 0;
        yawRate = 0;
    }

    private static double limited(double value, double most) {
        return Math.max(-most, Math.min(most, value));
    }

    boolean isDown() {
        return isDown;
    }

    /** How fast it was when it touched the ground, m/s. */
    double touchdownSpeed() {
        return touchdownSpeed;
    }

    double x() {
        return x;
    }

    double y() {
        return y;
    }

    /** Of the feet above the ground. */
    double z() {
        return z;
    }

    double vx() {
        return vx;
    }

    double vy() {
        return vy;
    }

    double vz() {
        return vz;
    }

    double roll() {
        return roll;
    }

    double pitch() {
        return pitch;
    }

    double yaw() {
        return yaw;
    }

    double yawRate() {
        return yawRate;
    }
}
