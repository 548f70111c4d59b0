package dev.saccade.cli;

import dev.saccade.models.evaluate.Evaluator;
import java.util.Locale;

/** Shows how far an evaluation is: a bar on a terminal, a line now and then elsewhere. */
final class EvaluateMeter implements Evaluator.Progress {
    private static final int BAR = 30;
    private static final long REDRAW_NS = 100_000_000;

    private final Terminal terminal;
    private final long startNs = System.nanoTime();
    private long drawnNs = startNs;

    EvaluateMeter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void advanced(int done, int total) {
        long nowNs = System.nanoTime();
        if (done == total) {
            terminal.clearStatus();
        } else if (nowNs - drawnNs >= REDRAW_NS) {
            drawnNs = nowNs;
            int filled = (int) ((long) BAR * done / total);
            double rate = done * 1e9 / Math.max(1, nowNs - startNs);
            terminal.status(
                    String.format(
                            Locale.ROOT,
                            "evaluate [%s%s] %d of %d pictures, %.1f/s, %.0f s to go",
                            "#".repeat(filled),
                            ".".repeat(BAR - filled),
                            done,
                            total,
                            rate,
                            (total - done) / rate),
                    nowNs);
        }
    }
}
