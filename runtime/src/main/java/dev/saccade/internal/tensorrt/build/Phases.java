package dev.saccade.internal.tensorrt.build;

import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineException;

/**
 * Tells how far a build is and hears whether it shall go on. IProgressMonitor, which would tell more and could end the
 * search itself, cannot be implemented in Java: the presets declare it without a constructor.
 */
final class Phases {
    private static final int COUNT = 5;

    private final String model;
    private final BuildProgress progress;
    private int done;
    private boolean wanted = true;

    Phases(String model, BuildProgress progress) {
        this.model = model;
        this.progress = progress;
    }

    void next(String phase) throws EngineException {
        wanted &= progress.step(phase, done++, COUNT);
        check();
    }

    /** Ends the build when it was given up, or when its thread was interrupted. */
    void check() throws EngineException {
        if (!wanted || Thread.currentThread().isInterrupted()) {
            throw new EngineException(false, model + ": the build was given up, nothing is kept: start it again", null);
        }
    }
}
