package dev.saccade.camera.calibration;

/** Views do not suffice for a calibration. One line: what is missing and how to get it. */
public final class CalibrationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one line */
    public CalibrationException(String message) {
        super(message);
    }
}
