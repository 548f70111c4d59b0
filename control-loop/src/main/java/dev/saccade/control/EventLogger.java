package dev.saccade.control;

import dev.saccade.control.mode.Reason;
import dev.saccade.log.EventReader;
import dev.saccade.pipeline.FailoverRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes control events to the log, on the log thread, with what a number cannot tell: the controller's exception, the
 * first of its class with its stack and at most one a second; who pressed stop; why the engine failed; the actuator's
 * error where it has changed.
 */
final class EventLogger implements EventReader {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.control");

    private final ControlCounters counters;
    private final Latch latch;
    private final FailoverRecord failover;
    private final Actuator<?> actuator;
    private final ThrownLog controllerThrew = new ThrownLog(LOG, "controller threw; SAFE until re-armed");
    private final ThrownLog actuatorThrew = new ThrownLog(LOG, "actuator threw");
    private String reportedError = "";

    /** @param failover null without a standby */
    EventLogger(ControlCounters counters, Latch latch, FailoverRecord failover, Actuator<?> actuator) {
        this.latch = latch;
        this.failover = failover;
        this.actuator = actuator;
        this.counters = counters;
    }

    @Override
    public void onEvent(int type, long timeNs, long a, long b, long c, long d) {
        Reason cause = cause(type, b, c);
        if (cause == Reason.CONTROLLER_FAULT) {
            controllerThrew.tell(counters.latestControllerFault(), timeNs);
        }
        if (type == ControlEvents.ACTUATOR_THREW) {
            actuatorThrew.tell(counters.latestActuatorFault(), timeNs);
            return;
        }
        if (type == ControlEvents.SKIPPED || type == ControlEvents.STUCK) {
            // The watch has told of the latter at once.
            LOG.debug("{}", ControlEvents.text(type, a, b, c, d));
        } else {
            LOG.info("{}", line(type, a, b, c, d));
        }
    }

    /** The text of an event, with what belongs to it. */
    String line(int type, long a, long b, long c, long d) {
        String text = ControlEvents.text(type, a, b, c, d);
        Reason cause = cause(type, b, c);
        if (cause == Reason.OPERATOR_STOP) {
            return text + " by " + latch.operator();
        }
        if (cause == Reason.BACKEND_FALLBACK && failover != null) {
            return text + ": " + failover.cause();
        }
        String error = type == ControlEvents.ACTUATOR_FAULTY ? actuator.lastError() : "";
        if (error.isEmpty() || error.equals(reportedError)) {
            return text;
        }
        reportedError = error;
        return text + ": " + error;
    }

    private static Reason cause(int type, long b, long c) {
        return type == ControlEvents.MODE
                ? Reason.of((int) c)
                : type == ControlEvents.WORSE ? Reason.of((int) b) : Reason.NONE;
    }
}
