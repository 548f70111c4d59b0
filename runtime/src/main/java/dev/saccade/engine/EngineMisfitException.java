package dev.saccade.engine;

/** No engine of a store belongs to the model and to this machine; the message says why, and what makes one. */
public class EngineMisfitException extends EngineException {
    private static final long serialVersionUID = 1L;

    /**
     * Tells why.
     *
     * @param message one line
     */
    public EngineMisfitException(String message) {
        super(false, message, null);
    }
}
