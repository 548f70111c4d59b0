package dev.saccade.cli.sim;

/**
 * Where the pad is now, from sights that are a little old: an alpha-beta filter over the way from the camera to the pad,
 * in a frame that does not turn with the drone. Control thread.
 */
final class PadTracker {
    private static final double ALPHA = 0.55;
    private static final double BETA = 0.12;
    private static final double HEADING_SHARE = 0.25;
    private static final double FORGET_S = 1.5;
    private static final double KEEP_DRIFT = 0.85;

    private boolean isSet;
    private long stampNs;
    private double x;
    private double y;
    private double height;
    private double driftX;
    private double driftY;
    private double climb;
    private double heading;
    private boolean hasHeading;

    /**
     * A sight of the whole pad.
     *
     * @param captureNs when the frame was captured
     * @param dx metres to the pad, in the frame that does not turn
     * @param dy likewise
     * @param above height of the camera above the pad, m
     */
    void correct(long captureNs, double dx, double dy, double above) {
        double dt = (captureNs - stampNs) / 1e9;
        if (!isFreshAt(captureNs)) {
            x = dx;
            y = dy;
            height = above;
            driftX = 0;
            driftY = 0;
            climb = 0;
        } else if (dt > 0) {
            correctPlace(dx - xAt(captureNs), dy - yAt(captureNs), dt);
            double error = above - (height + climb * dt);
            height += climb * dt + ALPHA * error;
            climb += BETA * error / dt;
        }
        isSet = true;
        stampNs = captureNs;
    }

    /** A sight that tells where, but not how high: the height goes on as the drone climbs or sinks. */
    void correctPlaceOnly(long captureNs, double errorX, double errorY, double commandedClimb) {
        double dt = (captureNs - stampNs) / 1e9;
        if (dt <= 0) {
            return;
        }
        correctPlace(errorX, errorY, dt);
        climb += (commandedClimb - climb) * Math.min(1, dt / 0.3);
        height = Math.max(0.1, height + climb * dt);
        stampNs = captureNs;
    }

    private void correctPlace(double errorX, double errorY, double dt) {
        x += driftX * dt + ALPHA * errorX;
        y += driftY * dt + ALPHA * errorY;
        driftX += BETA * errorX / dt;
        driftY += BETA * errorY / dt;
    }

    /** Nothing tells where: what drifted goes on ever less. */
    void coast() {
        driftX *= KEEP_DRIFT;
        driftY *= KEEP_DRIFT;
    }

    void correctHeading(double measured) {
        heading = hasHeading ? heading + HEADING_SHARE * HalfTurns.wrap(measured - heading) : measured;
        hasHeading = true;
    }

    boolean isFreshAt(long nowNs) {
        return isSet && nowNs - stampNs < FORGET_S * 1e9;
    }

    private double since(long nowNs) {
        return (nowNs - stampNs) / 1e9;
    }

    double xAt(long nowNs) {
        return x + driftX * since(nowNs);
    }

    double yAt(long nowNs) {
        return y + driftY * since(nowNs);
    }

    double heightAt(long nowNs) {
        return Math.max(0.1, height + climb * since(nowNs));
    }

    /** Of the pad, up to half a turn; 0 before it was seen. */
    double heading() {
        return heading;
    }

    boolean hasHeading() {
        return hasHeading;
    }
}
