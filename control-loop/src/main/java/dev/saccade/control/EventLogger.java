package dev.saccade.control;

import dev.saccade.log.EventReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes control events to the log, on the log thread; the controller's first exception once, with its stack,
 * and the actuator's error with its fault.
 */
final class EventLogger implements EventReader {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.control");

    private final ControlCounters counters;
    private final Actuator<?> actuator;
    private String reportedError = "";
    private boolean faultReported;

    EventLogger(ControlCounters counters, Actuator<?> actuator) {
        this.actuator = actuator;
        this.counters = counters;
    }

    @Override
    public void onEvent(int type, long timeNs, long a, long b, long c, long d) {
        if (!faultReported && counters.firstControllerFault() != null) {
            faultReported = true;
            LOG.error("controller threw; SAFE until re-armed", counters.firstControllerFault());
        }
        if (type == ControlEvents.SKIPPED) {
            LOG.debug("{}", ControlEvents.text(type, a, b, c, d));
        } else {
            LOG.info("{}", line(type, a, b, c, d));
        }
    }

    /** The text of an event; with the actuator's error where that has changed. */
    String line(int type, long a, long b, long c, long d) {
        String text = ControlEvents.text(type, a, b, c, d);
        String error = type == ControlEvents.ACTUATOR_FAULTY ? actuator.lastError() : "";
        if (error.isEmpty() || error.equals(reportedError)) {
            return text;
        }
        reportedError = error;
        return text + ": " + error;
    }
}
