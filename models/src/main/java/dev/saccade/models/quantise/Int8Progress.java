package dev.saccade.models.quantise;

/** Hears how far a quantisation is; on the thread that runs it. */
@FunctionalInterface
public interface Int8Progress {
    /**
     * A step is done.
     *
     * @param stage what goes on, such as {@code calibrating}
     * @param done steps of it
     * @param of all of them; 0 when unknown
     */
    void at(String stage, int done, int of);
}
