package dev.saccade.cli;

import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.LabelRow;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An evaluation as lines for a reader: the metrics, and the labels that fare worst. */
final class EvaluateText {
    private static final int MOST_ROWS = 10;

    private EvaluateText() {}

    static void print(Evaluation e, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: %s on %d pictures of %s (%s), %s%n%n",
                e.model().name(),
                e.model().task().name().toLowerCase(Locale.ROOT),
                e.data().samples().size(),
                e.data().directory(),
                e.data().format().name().toLowerCase(Locale.ROOT),
                e.backend());
        e.findings().metrics().forEach((name, value) -> out.printf(Locale.ROOT, "  %-14s %s%n", name, number(value)));
        List<LabelRow> rows = e.findings().rows();
        if (!rows.isEmpty()) {
            table(rows, out);
        }
        e.data().notes().forEach(note -> out.println("note: " + note));
    }

    private static void table(List<LabelRow> rows, PrintWriter out) {
        String measure = rows.get(0).values().keySet().iterator().next();
        out.printf(Locale.ROOT, "%n  %-28s %10s", "label", "count");
        rows.get(0).values().keySet().forEach(name -> out.printf(Locale.ROOT, " %9s", name));
        out.println();
        rows.stream()
                .filter(row -> row.count() > 0)
                .sorted(Comparator.comparing(row -> row.values().get(measure)))
                .limit(MOST_ROWS)
                .forEach(row -> {
                    String name =
                            row.name().length() <= 28 ? row.name() : row.name().substring(0, 28);
                    out.printf(Locale.ROOT, "  %-28s %10d", name, row.count());
                    row.values().values().forEach(value -> out.printf(Locale.ROOT, " %9s", number(value)));
                    out.println();
                });
        long more = rows.stream().filter(row -> row.count() > 0).count() - MOST_ROWS;
        if (more > 0) {
            out.println("  ... and " + more + " more labels, better by " + measure);
        }
        out.println();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
