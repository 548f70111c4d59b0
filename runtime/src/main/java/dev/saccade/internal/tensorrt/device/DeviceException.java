package dev.saccade.internal.tensorrt.device;

/** The device refused something at set-up. The message is one line: what, and the library's reason. */
public final class DeviceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public DeviceException(String message) {
        super(message);
    }
}
