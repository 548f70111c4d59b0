package dev.saccade.engine;

/** An engine would fit, but its bytes are not those that were built: a back end that needs none must not pass it over. */
public final class DamagedEngineException extends EngineMisfitException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells which.
     *
     * @param message one line
     */
    public DamagedEngineException(String message) {
        super(message);
    }
}
