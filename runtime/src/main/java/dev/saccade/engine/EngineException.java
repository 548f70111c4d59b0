package dev.saccade.engine;

/** A back end is not available or refused a model. The message is one line: the thing and the remedy. */
public class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean missingDevice;

    /**
     * Makes the exception.
     *
     * @param missingDevice true when the machine lacks the device, false when the model is at fault
     * @param message one line
     * @param cause what was thrown below, or null
     */
    public EngineException(boolean missingDevice, String message, Throwable cause) {
        super(message, cause);
        this.missingDevice = missingDevice;
    }

    /** @return whether the machine lacks the device (otherwise the model is at fault) */
    public boolean isMissingDevice() {
        return missingDevice;
    }
}
