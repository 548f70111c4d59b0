package dev.saccade.engine;

/** An engine whose runs are recorded. One thread at a time. */
public interface ProfiledEngine extends Engine {
    /**
     * Ends the recording, and with it the engine, and reads what was recorded. Once, after the last run.
     *
     * @param latest how many of the last runs count, at least 1; those before warmed up
     * @return what they took
     * @throws EngineException when the recording cannot be read, or holds fewer runs
     */
    EngineProfile finish(int latest) throws EngineException;
}
