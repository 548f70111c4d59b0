package dev.saccade.cli.sim;

import dev.saccade.control.Angles;
import dev.saccade.control.ControlLaw;
import dev.saccade.control.DegradedLaw;
import dev.saccade.control.Seen;
import dev.saccade.control.TickInput;
import dev.saccade.control.VelocityCommand;
import dev.saccade.scene.landing.PinholeCamera;

/**
 * Lands on a pad by what the camera sees and the attitude that the inertial unit measures, nothing else. Time comes from
 * the tick, so recorded inputs give the same commands. StrictMath alone, no allocation after the first frame; control
 * thread.
 */
public final class LandingPilot implements ControlLaw<VelocityCommand>, DegradedLaw<VelocityCommand> {
    private static final String PAD = "landing-pad";
    private static final double LOST_S = 0.5;
    private static final double HOLD_S = 0.4;
    private static final double CLIMB = 0.4;
    private static final double MOST_CLIMB_S = 4;
    private static final double PATIENCE_S = 10;
    private static final double SEARCH_CLIMB_S = 5;
    private static final double SEARCH_CLIMB = 0.8;
    private static final double SEARCH_TURN = 0.5;
    private static final double SEARCH_WIDER = 0.15;
    private static final double FINAL_HEIGHT = 1.35;
    private static final double COMMIT_HEIGHT = 0.75;
    private static final double NEAR = 0.15;
    private static final double FAR = 0.35;
    private static final double ALIGNED = 0.12;
    private static final double MOST_TURN = 0.6;
    private static final double CLIPPED_HEIGHT = 1.5;
    private static final double MOST_EDGE_ERROR = 0.2;
    /** Higher than the drone ever is, and farther off what is tracked than a pad can be: something else. */
    private static final double MOST_HEIGHT = 16;

    private static final double MOST_JUMP = 0.4;

    private final Gains gains;
    private final PadSight sight;
    private final PadTracker tracker = new PadTracker();
    private final AttitudeHistory attitude = new AttitudeHistory();
    private Phase phase = Phase.SEARCH;
    private long frame = -1;
    private long phaseNs;
    private long seenNs;
    private long unseenSinceNs;
    private boolean begun;
    private double commandedUp;
    private double ahead;
    private double aside;
    private double height;
    private double turn;
    private boolean hasEstimate;
    private boolean isGivenUp;

    /**
     * Makes a pilot for one flight.
     *
     * @param camera calibration of the drone's camera
     * @param gains how it steers
     */
    public LandingPilot(PinholeCamera camera, Gains gains) {
        this.gains = gains;
        sight = new PadSight(camera);
    }

    @Override
    public void decide(Seen seen, TickInput in, VelocityCommand command) {
        begin(in);
        if (seen.frame() != frame) {
            frame = seen.frame();
            look(seen, in.timeNs() - seen.ageNs());
        }
        estimate(in.timeNs());
        if (hasEstimate && in.timeNs() - seenNs < LOST_S * 1e9) {
            unseenSinceNs = in.timeNs();
            steer(in, command);
        } else {
            search(in, command);
        }
        commandedUp = command.up();
    }

    @Override
    public void decide(TickInput in, VelocityCommand command) {
        begin(in);
        estimate(in.timeNs());
        blind(in, command);
        commandedUp = command.up();
    }

    private void begin(TickInput in) {
        if (!begun) {
            begun = true;
            phaseNs = in.timeNs();
            unseenSinceNs = in.timeNs();
            seenNs = in.timeNs() - (long) (2 * LOST_S * 1e9);
        }
        attitude.note(in);
    }

    private void look(Seen seen, long captureNs) {
        attitude.at(captureNs);
        double cos = Angles.cos(attitude.yaw());
        double sin = Angles.sin(attitude.yaw());
        boolean isTracked = tracker.isFreshAt(captureNs);
        double dx = tracker.xAt(captureNs);
        double dy = tracker.yAt(captureNs);
        boolean isThere = sight.look(
                seen,
                seen.labelIndex(PAD),
                attitude.roll(),
                attitude.pitch(),
                isTracked ? cos * dx + sin * dy : Double.NaN,
                isTracked ? cos * dy - sin * dx : Double.NaN,
                isTracked ? tracker.heightAt(captureNs) : Double.NaN);
        if (!isThere) {
            return;
        }
        if (!sight.isClipped() || !isTracked) {
            double forward = sight.height() * sight.forward();
            double left = sight.height() * sight.left();
            double jump = Math.abs(sight.height() - tracker.heightAt(captureNs));
            if (sight.height() > MOST_HEIGHT || (isTracked && jump > MOST_JUMP * tracker.heightAt(captureNs))) {
                return;
            }
            tracker.correct(captureNs, cos * forward - sin * left, sin * forward + cos * left, sight.height());
            if (!sight.isClipped()) {
                tracker.correctHeading(attitude.yaw() + sight.turn());
            }
        } else {
            lookAtPart(seen, captureNs, cos, sin);
        }
        seenNs = captureNs;
    }

    private void lookAtPart(Seen seen, long captureNs, double cos, double sin) {
        double known = tracker.heightAt(captureNs);
        double dx = tracker.xAt(captureNs);
        double dy = tracker.yAt(captureNs);
        double forward = cos * dx + sin * dy;
        double left = cos * dy - sin * dx;
        double errorForward = known * sight.forward() - forward;
        double errorLeft = known * sight.left() - left;
        if (known < CLIPPED_HEIGHT && tracker.hasHeading()) {
            double against = HalfTurns.wrap(tracker.heading() - attitude.yaw());
            double c = Angles.cos(against);
            double s = Angles.sin(against);
            double along = sight.middle(seen, known, against, 0);
            double across = sight.middle(seen, known, against, 1);
            double errorAlong = believable(along - (c * forward + s * left));
            double errorAcross = believable(across - (c * left - s * forward));
            errorForward = c * errorAlong - s * errorAcross;
            errorLeft = s * errorAlong + c * errorAcross;
            if (errorAlong == 0 && errorAcross == 0) {
                tracker.coast();
            }
        }
        tracker.correctPlaceOnly(
                captureNs, cos * errorForward - sin * errorLeft, sin * errorForward + cos * errorLeft, commandedUp);
    }

    /** An edge that no frame before has shown anywhere near is none; nor is one that is not in view. */
    private static double believable(double error) {
        return Math.abs(error) < MOST_EDGE_ERROR ? error : 0;
    }

    private void estimate(long nowNs) {
        hasEstimate = tracker.isFreshAt(nowNs);
        if (hasEstimate) {
            double yaw = attitude.newestYaw();
            double cos = Angles.cos(yaw);
            double sin = Angles.sin(yaw);
            ahead = cos * tracker.xAt(nowNs) + sin * tracker.yAt(nowNs);
            aside = cos * tracker.yAt(nowNs) - sin * tracker.xAt(nowNs);
            height = tracker.heightAt(nowNs);
            turn = tracker.hasHeading() ? HalfTurns.wrap(tracker.heading() - yaw) : 0;
        }
    }

    private void steer(TickInput in, VelocityCommand command) {
        double away = Math.sqrt(ahead * ahead + aside * aside);
        double speed = Math.min(gains.topSpeed(), gains.approach() * away);
        if (away > 1e-9) {
            command.forward(speed * ahead / away).left(speed * aside / away);
        }
        command.yawRate(Math.max(-MOST_TURN, Math.min(MOST_TURN, gains.turn() * turn)));
        boolean isAligned = away < NEAR && Math.abs(turn) < ALIGNED;
        boolean staysFinal = phase == Phase.FINAL && (height < COMMIT_HEIGHT || away < FAR);
        if (staysFinal || (height < FINAL_HEIGHT && isAligned)) {
            enter(Phase.FINAL, in);
            command.up(-gains.finalDescent());
        } else if (away < 0.35 + 0.2 * height) {
            enter(Phase.DESCEND, in);
            command.up(descent(away));
        } else {
            enter(Phase.APPROACH, in);
        }
    }

    /** Fast when high and in the middle, not at all where the last metre would begin out of line. */
    private double descent(double away) {
        double room = height - 0.9 * FINAL_HEIGHT;
        if (room < 0) {
            return away > FAR ? CLIMB : 0;
        }
        double centred = Math.max(0, 1 - away / (0.35 + 0.2 * height));
        return -Math.min(gains.topDescent(), gains.descent() * (room + 0.5)) * (0.3 + 0.7 * centred);
    }

    private void search(TickInput in, VelocityCommand command) {
        double unseen = (in.timeNs() - unseenSinceNs) / 1e9;
        if (unseen < LOST_S + HOLD_S && phase != Phase.SEARCH) {
            enter(Phase.BLIND, in);
            return;
        }
        enter(Phase.SEARCH, in);
        double since = (in.timeNs() - phaseNs) / 1e9;
        if (since < SEARCH_CLIMB_S) {
            command.up(SEARCH_CLIMB);
        } else {
            // An ever wider circle.
            command.forward(SEARCH_WIDER * (since - SEARCH_CLIMB_S)).yawRate(SEARCH_TURN);
        }
        isGivenUp |= unseen > PATIENCE_S;
    }

    private void blind(TickInput in, VelocityCommand command) {
        enter(Phase.BLIND, in);
        double since = (in.timeNs() - phaseNs) / 1e9;
        if (since > HOLD_S && since < HOLD_S + MOST_CLIMB_S) {
            command.up(CLIMB);
        }
        isGivenUp |= since > PATIENCE_S;
    }

    private void enter(Phase next, TickInput in) {
        if (phase != next) {
            phase = next;
            phaseNs = in.timeNs();
        }
    }

    /** @return what it is about */
    public Phase phase() {
        return phase;
    }

    /** @return whether it has searched or been blind for too long; final */
    public boolean isGivenUp() {
        return isGivenUp;
    }

    /** @return whether it believes to know where the pad is */
    public boolean hasEstimate() {
        return hasEstimate;
    }

    /** @return metres forward to the pad, as it believes */
    public double ahead() {
        return ahead;
    }

    /** @return metres to the left to the pad, as it believes */
    public double aside() {
        return aside;
    }

    /** @return height of the camera above the pad, m, as it believes */
    public double height() {
        return height;
    }

    /** @return radians to turn left, as it believes */
    public double turn() {
        return turn;
    }
}
