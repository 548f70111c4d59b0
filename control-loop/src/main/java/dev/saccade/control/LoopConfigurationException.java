package dev.saccade.control;

/** A loop was refused: its settings contradict one another or the machine. The message is one line with the remedy. */
public final class LoopConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line: the numbers that disagree and the remedy */
    public LoopConfigurationException(String message) {
        super(message);
    }
}
