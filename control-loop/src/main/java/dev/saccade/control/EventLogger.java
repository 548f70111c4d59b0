package dev.saccade.control;

import dev.saccade.log.EventReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes control events to the log, on the log thread; the controller's first exception once, with its stack. */
final class EventLogger implements EventReader {
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.control");

    private final ControlCounters counters;
    private boolean faultReported;

    EventLogger(ControlCounters counters) {
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
            LOG.info("{}", ControlEvents.text(type, a, b, c, d));
        }
    }
}
