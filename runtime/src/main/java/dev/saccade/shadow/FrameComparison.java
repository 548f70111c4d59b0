package dev.saccade.shadow;

import dev.saccade.vision.Perception;

/** How far two models agree on one frame. Called on the shadow's thread; allocates nothing in steady state. */
@FunctionalInterface
public interface FrameComparison {
    /**
     * Compares two results of one frame.
     *
     * @param production what served, valid during the call
     * @param candidate what the shadow saw, valid during the call
     * @return 0 nothing in common, 1 the same
     */
    double agreement(Perception production, Perception candidate);
}
