package dev.saccade.cli;

import dev.saccade.engine.BuildProgress;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Shows a build: phases as a bar on a terminal, a line now and then elsewhere, and the seconds, which go on while the
 * library searches for kernels without a word.
 */
final class CompileMeter implements BuildProgress, AutoCloseable {
    private static final int BAR = 30;
    private static final long REDRAW_MS = 250;

    private final String model;
    private final Terminal terminal;
    private final long beganNs = System.nanoTime();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile String phase = "starting";
    private volatile double share;

    CompileMeter(String model, Terminal terminal) {
        this.model = model;
        this.terminal = terminal;
        Thread thread = new Thread(this::watch, "saccade-compile-meter");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean step(String text, int step, int steps) {
        phase = text;
        share = steps <= 0 ? 0 : Math.min(1, (double) step / steps);
        return true;
    }

    double seconds() {
        return (System.nanoTime() - beganNs) / 1e9;
    }

    private void watch() {
        try {
            while (!done.await(REDRAW_MS, TimeUnit.MILLISECONDS)) {
                terminal.status(text(), System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text() {
        int filled = (int) (share * BAR);
        return String.format(
                Locale.ROOT,
                "%s: [%s%s] %s, %.0f s",
                model,
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                phase,
                seconds());
    }

    @Override
    public void close() {
        done.countDown();
        terminal.clearStatus();
    }
}
