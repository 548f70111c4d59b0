package dev.saccade.cli;

import dev.saccade.models.PullProgress;
import java.util.Locale;

/** Shows a pull: a bar on a terminal, a line now and then elsewhere, and every note as a line. */
final class PullMeter implements PullProgress {
    private static final int BAR = 30;
    private static final long REDRAW_NS = 100_000_000;

    private final Terminal terminal;
    private long drawnNs;
    private Phase drawn;

    PullMeter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void advanced(String asset, Phase phase, long done, long total) {
        long nowNs = System.nanoTime();
        if (phase == Phase.DONE) {
            terminal.clearStatus();
            System.err.println(asset + ": in the cache");
            return;
        }
        if (phase == drawn && nowNs - drawnNs < REDRAW_NS) {
            return;
        }
        drawn = phase;
        drawnNs = nowNs;
        terminal.status(asset + ": " + phase.name().toLowerCase(Locale.ROOT) + amount(done, total), nowNs);
    }

    @Override
    public void noted(String asset, String line) {
        terminal.clearStatus();
        System.err.println(line.startsWith(asset + ":") ? line : asset + ": " + line);
    }

    private static String amount(long done, long total) {
        if (total <= 0) {
            return done <= 0 ? "" : String.format(Locale.ROOT, " %.1f MB", done / 1e6);
        }
        double share = Math.min(1, (double) done / total);
        int filled = (int) (share * BAR);
        return String.format(
                Locale.ROOT,
                " [%s%s] %3.0f %% of %.1f MB",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                100 * share,
                total / 1e6);
    }
}
