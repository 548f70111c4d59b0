package dev.saccade.cli;

import dev.saccade.control.ControlRun;
import dev.saccade.control.LoopParts;
import dev.saccade.vision.Perceiver;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One line on a run in progress, from counters alone. */
final class StatusLine {
    private static final long INTERVAL_MS = 250;

    private final ControlRun<?> run;
    private final Perceiver perceiver;
    private final Terminal terminal;
    private final Supplier<String> more;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "saccade-status");
    private long lastFrames;
    private long lastNs;
    private double rate;

    /** @param more what is appended */
    StatusLine(ControlRun<?> run, Perceiver perceiver, Terminal terminal, Supplier<String> more) {
        this.run = run;
        this.perceiver = perceiver;
        this.terminal = terminal;
        this.more = more;
        thread.setDaemon(true);
    }

    void start() {
        lastNs = System.nanoTime();
        thread.start();
    }

    void finish() {
        done.countDown();
    }

    private void watch() {
        try {
            while (!done.await(INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                long nowNs = System.nanoTime();
                terminal.status(text(nowNs), nowNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text(long nowNs) {
        LoopParts<?> parts = run.parts();
        long frames = parts.perception().processed();
        rate += 0.3 * ((frames - lastFrames) * 1e9 / Math.max(1, nowNs - lastNs) - rate);
        lastFrames = frames;
        lastNs = nowNs;
        var counters = parts.control().counters();
        long total = parts.source().frameCount();
        return String.format(
                Locale.ROOT,
                "%s  %s%s frames seen, %.1f/s, %d dropped  |  %s: %s  |  %d ticks, %d skipped%s",
                perceiver.backend(),
                frames,
                total > 0 ? " of " + total : "",
                rate,
                parts.ring().unread(),
                counters.mode(),
                counters.reason().text(),
                counters.ticks(),
                counters.skipped(),
                more.get());
    }
}
