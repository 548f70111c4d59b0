package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits on a condition of another thread or process. */
public final class Await {
    private static final long PATIENCE_NS = 40_000_000_000L;
    private static final long STEP_NS = 5_000_000;

    private Await() {}

    /** Fails with a picture of things when the condition does not come. */
    public static void until(String what, BooleanSupplier condition, Supplier<Object> otherwise) {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (endNs - System.nanoTime() < 0) {
                fail("waited for " + what + "; there is " + otherwise.get());
            }
            LockSupport.parkNanos(STEP_NS);
        }
    }
}
