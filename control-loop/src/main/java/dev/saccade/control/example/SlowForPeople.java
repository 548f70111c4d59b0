package dev.saccade.control.example;

import dev.saccade.control.ControlLaw;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.Seen;
import dev.saccade.control.TickInput;

/**
 * Drives straight on, slows as the largest person grows in the picture and stops when they fill it. A share of
 * the picture stands for distance: ranges in metres would need a calibration.
 *
 * @param cruise speed when nobody is near, m/s
 * @param slowFrom height share of the largest person from which it slows, 0..1
 * @param stopAt height share at which it stands, above {@code slowFrom}, at most 1
 */
public record SlowForPeople(double cruise, double slowFrom, double stopAt) implements ControlLaw<DriveCommand> {
    private static final String PERSON = "person";

    /**
     * Checks the ranges.
     *
     * @param cruise speed when nobody is near, m/s
     * @param slowFrom height share from which it slows
     * @param stopAt height share at which it stands
     * @throws IllegalArgumentException when the shares are out of order
     */
    public SlowForPeople {
        if (!(slowFrom >= 0 && slowFrom < stopAt && stopAt <= 1)) {
            throw new IllegalArgumentException("slow from " + slowFrom + " and stop at " + stopAt
                    + " of the picture's height: give 0 <= slowFrom < stopAt <= 1");
        }
    }

    /** Half a metre per second, slowing from a fifth of the picture's height, standing at three quarters. */
    public SlowForPeople() {
        this(0.5, 0.2, 0.75);
    }

    @Override
    public void decide(Seen seen, TickInput in, DriveCommand command) {
        double share = seen.largest(PERSON).heightShare();
        double room = (stopAt - share) / (stopAt - slowFrom);
        command.speed(cruise * Math.max(0, Math.min(1, room)));
    }
}
