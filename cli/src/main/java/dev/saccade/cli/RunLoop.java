package dev.saccade.cli;

import dev.saccade.control.Actuator;
import dev.saccade.control.ControlLaw;
import dev.saccade.control.ControlLoop;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.Tolerances;
import dev.saccade.control.example.SlowForPeople;
import dev.saccade.frame.FrameSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.vision.Perceiver;

/** The loop that {@code run} drives: an example controller, and every bound as an option. */
final class RunLoop {
    private static final String PERSON = "person";
    private static final double DEGRADED_SPEED = 0.2;

    private RunLoop() {}

    /** Joins the parts as the options say; who hears of events and who guards the outlet is left to the caller. */
    static ControlLoop<DriveCommand> of(
            RunOptions options, FrameSource camera, Perceiver perceiver, Actuator<DriveCommand> actuator) {
        ControlLoop<DriveCommand> loop = ControlLoop.of(camera, perceiver, actuator)
                .rateHz(options.rateHz)
                .safe(options.safePolicy)
                .decide(law(perceiver.model()))
                .degraded((in, command) -> command.speed(DEGRADED_SPEED));
        if (options.deadline != null) {
            loop.perceptionDeadline(options.deadline);
        }
        if (options.maxAge != null) {
            loop.maxAge(options.maxAge);
        }
        if (options.safeAfter != null) {
            loop.safeAfter(options.safeAfter);
        }
        if (options.hangTimeout != null) {
            loop.hangTimeout(options.hangTimeout);
        }
        loop.tolerances(tolerances(options));
        if (options.frames != null) {
            loop.frames(options.frames);
        }
        if (options.duration != null) {
            loop.duration(options.duration);
        }
        return loop;
    }

    private static Tolerances tolerances(RunOptions options) {
        Tolerances tolerances = Tolerances.standard();
        if (options.deadlineMisses != null) {
            tolerances = tolerances.deadlineMisses(options.deadlineMisses.n(), options.deadlineMisses.m());
        }
        return options.acceptRepeats ? tolerances.acceptRepeatedPictures() : tolerances;
    }

    private static ControlLaw<DriveCommand> law(ModelPackage model) {
        boolean seesPeople = model.task() == Task.DETECTION && model.labels().contains(PERSON);
        return seesPeople ? new SlowForPeople() : new StandStill();
    }
}
