package dev.saccade.cli;

import dev.saccade.pipeline.PerceptionTap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Empties one tap into its reader on an ordinary thread, from the moment the bounds are known until the stream ends. */
final class TapThread {
    private static final long IDLE_NS = 1_000_000;

    private final PerceptionTap tap;
    private final PerceptionTap.Reader reader;
    private final BooleanSupplier ready;
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean abandoned;
    private volatile String failure;

    TapThread(String name, PerceptionTap tap, PerceptionTap.Reader reader, BooleanSupplier ready) {
        this.tap = tap;
        this.reader = reader;
        this.ready = ready;
        thread = new Thread(this::run, "saccade-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Reads what is left, then ends. */
    void finish() throws InterruptedException {
        ending = true;
        thread.join();
    }

    /** Drops what is left, then ends. */
    void abandon() throws InterruptedException {
        abandoned = true;
        finish();
    }

    /** One line on what stopped the reader, or null. */
    String failure() {
        return failure;
    }

    private void run() {
        while (!ready.getAsBoolean() && !ending) {
            LockSupport.parkNanos(IDLE_NS);
        }
        while (true) {
            boolean last = ending;
            if (!read()) {
                if (last) {
                    return;
                }
                LockSupport.parkNanos(IDLE_NS);
            }
        }
    }

    private boolean read() {
        if (failure != null || abandoned) {
            return tap.poll((perception, frame) -> {});
        }
        try {
            return tap.poll(reader);
        } catch (RuntimeException e) {
            failure = e.getMessage();
            System.err.println("saccade: " + failure + "; the run goes on without it");
            return true;
        }
    }
}
