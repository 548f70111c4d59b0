package dev.saccade.engine;

/** Hears how a build goes on, from the building thread. */
public interface BuildProgress {
    /**
     * A phase has come further.
     *
     * @param phase what is being done, in words
     * @param step steps done
     * @param steps of how many; 0 when unknown
     * @return false to give the build up
     */
    boolean step(String phase, int step, int steps);
}
