package dev.saccade.internal.tensorrt.run;

import java.util.concurrent.locks.LockSupport;

/** How a thread lets time pass between two looks at an event. */
@FunctionalInterface
public interface Pause {
    /** Gives the processor away for about as long. */
    Pause PARK = LockSupport::parkNanos;

    /** @param ns about how long, above 0 */
    void pause(long ns);
}
