package dev.saccade.cli.telemetry;

/** A refusal before anything is connected: one line that names the option or file and the remedy. */
public final class TelemetryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean usage;

    private TelemetryException(boolean usage, String message, Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    static TelemetryException usage(String message) {
        return new TelemetryException(true, message, null);
    }

    static TelemetryException badFile(String message, Throwable cause) {
        return new TelemetryException(false, message, cause);
    }

    /** Whether the command line is wrong, and not a file that it names. */
    public boolean isUsage() {
        return usage;
    }
}
