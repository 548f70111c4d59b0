package dev.saccade.scene.landing;

/**
 * How a body is turned: a rotation from body to world, by yaw about up, then pitch about left, then roll about forward
 * (REP 103: positive pitch lowers the nose, positive roll lowers the right side, positive yaw turns left). Mutable and
 * preallocated, one thread.
 */
public final class Attitude {
    private final double[] r = new double[9];

    /** Level, facing east. */
    public Attitude() {
        set(0, 0, 0);
    }

    /**
     * Turns it. Allocates on newer JDKs, as StrictMath does.
     *
     * @param roll radians
     * @param pitch radians
     * @param yaw radians
     * @return this
     */
    public Attitude set(double roll, double pitch, double yaw) {
        return set(
                StrictMath.sin(roll),
                StrictMath.cos(roll),
                StrictMath.sin(pitch),
                StrictMath.cos(pitch),
                StrictMath.sin(yaw),
                StrictMath.cos(yaw));
    }

    /**
     * Turns it by sines and cosines of the caller's making, for code that may not allocate.
     *
     * @param sr sine of roll
     * @param cr cosine of roll
     * @param sp sine of pitch
     * @param cp cosine of pitch
     * @param sy sine of yaw
     * @param cy cosine of yaw
     * @return this
     */
    public Attitude set(double sr, double cr, double sp, double cp, double sy, double cy) {
        r[0] = cy * cp;
        r[1] = cy * sp * sr - sy * cr;
        r[2] = cy * sp * cr + sy * sr;
        r[3] = sy * cp;
        r[4] = sy * sp * sr + cy * cr;
        r[5] = sy * sp * cr - cy * sr;
        r[6] = -sp;
        r[7] = cp * sr;
        r[8] = cp * cr;
        return this;
    }

    /**
     * World component of a body vector.
     *
     * @param axis 0 x, 1 y, 2 z of the world
     * @param forward of the body
     * @param left of the body
     * @param up of the body
     * @return the component
     */
    public double world(int axis, double forward, double left, double up) {
        int at = 3 * axis;
        return r[at] * forward + r[at + 1] * left + r[at + 2] * up;
    }

    /**
     * Body component of a world vector.
     *
     * @param axis 0 forward, 1 left, 2 up of the body
     * @param x of the world
     * @param y of the world
     * @param z of the world
     * @return the component
     */
    public double body(int axis, double x, double y, double z) {
        return r[axis] * x + r[3 + axis] * y + r[6 + axis] * z;
    }
}
