package dev.saccade.cli;

import dev.saccade.models.inspect.Inspection;
import dev.saccade.models.inspect.LayerRow;
import dev.saccade.models.inspect.NetworkSummary;
import dev.saccade.models.inspect.OperatorRow;
import dev.saccade.models.inspect.Shown;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An inspection as lines for a terminal. */
final class InspectText {
    private static final int MOST_FACTS = 12;
    private static final int MOST_OPERATORS = 10;
    private static final int NAME = 40;

    private final PrintWriter lines;
    private final int top;

    InspectText(PrintWriter lines, int top) {
        this.lines = lines;
        this.top = top;
    }

    void print(Inspection found) {
        fact("subject", found.subject());
        if (found.network() != null) {
            network(found.network());
        }
        memory(found);
        timing(found);
        operators(found);
        layers(found);
        for (String note : found.notes()) {
            fact("note", note);
        }
    }

    private void network(NetworkSummary network) {
        network.inputs().stream().limit(MOST_FACTS).forEach(input -> fact("input", input));
        network.outputs().stream().limit(MOST_FACTS).forEach(output -> fact("output", output));
        fact(
                "network",
                network.nodes() + " nodes, opset " + few(network.opsets()) + ", by "
                        + (network.producer().isEmpty() ? "an exporter that does not tell" : network.producer()));
        fact("operators", few(network.operators()));
        fact(
                "weights",
                Shown.count(network.parameters()) + " parameters, " + Shown.bytes(network.parameterBytes()) + ": "
                        + network.parameterBytesByType().entrySet().stream()
                                .map(e -> e.getKey() + " " + Shown.bytes(e.getValue()))
                                .collect(Collectors.joining(", ")));
        String quantised = network.quantise() + network.dequantise() == 0
                ? ""
                : ", " + network.quantise() + " QuantizeLinear and " + network.dequantise() + " DequantizeLinear";
        fact("precision", network.precision() + quantised);
        for (NetworkSummary.Island island :
                network.islands().stream().limit(MOST_FACTS).toList()) {
            fact(
                    "fp32",
                    island.nodes() + " nodes from " + Shown.line(island.first()) + ": "
                            + String.join(", ", island.operators()));
        }
        network.foreign().stream().limit(MOST_FACTS).forEach(name -> fact("foreign", name));
    }

    private static String few(Map<String, ? extends Number> counts) {
        String shown = counts.entrySet().stream()
                .limit(MOST_FACTS)
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
        return counts.size() <= MOST_FACTS ? shown : shown + " and " + (counts.size() - MOST_FACTS) + " more";
    }

    private void memory(Inspection found) {
        if (found.macs() != null) {
            fact("compute", Shown.count(found.macs()) + " multiply-accumulates in convolutions and matrix products");
        }
        if (found.memory() != null && found.memory().peakActivationBytes() != null) {
            fact(
                    "memory",
                    "activations " + Shown.bytes(found.memory().peakActivationBytes()) + " at their peak, by "
                            + found.memory().method());
        }
    }

    private void timing(Inspection found) {
        Inspection.Timing t = found.timing();
        if (t == null) {
            return;
        }
        fact("ran", t.engine() + "; " + t.runs() + " frames of " + t.source() + " after " + t.warmUp() + " to warm up");
        fact("run", ms(t.plainP50Ns()) + " p50, " + ms(t.plainNs()) + " typically, as in service");
        fact(
                "recorded",
                String.format(
                        Locale.ROOT,
                        "%s p50, %s typically: recording costs %+.1f %%; layers sum to %s, %.1f %% of it",
                        ms(t.profiledP50Ns()),
                        ms(t.profiledNs()),
                        100 * t.cost(),
                        ms(t.layersNs()),
                        100 * t.layersNs() / t.profiledNs()));
    }

    private static String ms(Number ns) {
        return Shown.ms(ns.doubleValue()) + " ms";
    }

    private void operators(Inspection found) {
        List<OperatorRow> rows = OperatorRow.of(found.layers());
        boolean isTimed = found.timing() != null;
        lines.println();
        lines.printf(
                Locale.ROOT,
                "%-28s %6s%s %10s %12s%n",
                "operator",
                "layers",
                isTimed ? String.format(Locale.ROOT, " %10s %8s", "ms", "share") : "",
                "MACs",
                "output");
        for (OperatorRow row : rows.stream().limit(MOST_OPERATORS).toList()) {
            lines.printf(
                    Locale.ROOT,
                    "%-28s %6d%s %10s %12s%n",
                    cut(shortly(row.operator()), 28),
                    row.layers(),
                    isTimed ? timed(Shown.ms(row.typicalNs()), row.share()) : "",
                    row.macs() == 0 ? "" : Shown.count(row.macs()),
                    Shown.bytes(row.outputBytes()));
        }
        if (rows.size() > MOST_OPERATORS) {
            lines.println("... and " + (rows.size() - MOST_OPERATORS) + " more");
        }
    }

    private static String timed(String ms, Double share) {
        return String.format(Locale.ROOT, " %10s %8s", ms, Shown.percent(share));
    }

    private void layers(Inspection found) {
        boolean isTimed = found.timing() != null;
        boolean hasTactics = found.layers().stream().anyMatch(row -> row.tactic() != null);
        lines.println();
        lines.printf(
                Locale.ROOT,
                "%5s%s %-20s %-9s %10s %10s %-26s %s%n",
                "#",
                isTimed ? String.format(Locale.ROOT, " %10s %8s", "ms", "share") : "",
                "operator",
                "type",
                "bytes",
                hasTactics ? "" : "MACs",
                "output",
                hasTactics ? "name, format, tactic" : "name");
        List<LayerRow> rows = found.layers().stream()
                .sorted(
                        isTimed
                                ? Comparator.comparingDouble(LayerRow::typicalNs)
                                        .reversed()
                                : Comparator.comparingInt(LayerRow::index))
                .limit(top)
                .toList();
        for (LayerRow row : rows) {
            lines.printf(
                    Locale.ROOT,
                    "%5d%s %-20s %-9s %10s %10s %-26s %s%n",
                    row.index(),
                    isTimed ? timed(Shown.ms(row.typicalNs()), row.share()) : "",
                    cut(shortly(row.operator()), 20),
                    cut(row.precision(), 9),
                    Shown.bytes(row.outputBytes()),
                    row.macs() == null ? "" : Shown.count(row.macs()),
                    row.outputs().isEmpty() ? "" : cut(row.outputs().get(0).toString(), 26),
                    named(row));
        }
        rest(found, rows);
        lines.println();
    }

    private static String named(LayerRow row) {
        String name = cut(row.name(), NAME);
        if (row.tactic() != null) {
            return name + ", " + cut(row.format() == null ? "-" : row.format(), NAME) + ", " + cut(row.tactic(), NAME);
        }
        return row.from().size() < 2 ? name : name + " (" + row.from().size() + " nodes)";
    }

    private void rest(Inspection found, List<LayerRow> shown) {
        int more = found.layers().size() - shown.size();
        if (found.timing() != null) {
            double seen = shown.stream().mapToDouble(LayerRow::typicalNs).sum();
            double share = shown.stream().mapToDouble(LayerRow::share).sum();
            if (more > 0) {
                lines.printf(
                        Locale.ROOT,
                        "%5s%s %d more layers (--top, --json)%n",
                        "",
                        timed(Shown.ms(found.timing().layersNs() - seen), Math.max(0, 1 - share)),
                        more);
            }
            lines.printf(
                    Locale.ROOT,
                    "%5s%s all layers%n",
                    "",
                    timed(Shown.ms(found.timing().layersNs()), 1.0));
        } else if (more > 0) {
            lines.println("... and " + more + " more layers (--top, --json)");
        }
    }

    /** The last part of a domain tells enough here. */
    private static String shortly(String operator) {
        int colon = operator.lastIndexOf(':');
        return operator.substring(operator.lastIndexOf('.', Math.max(0, colon)) + 1);
    }

    private static String cut(String text, int most) {
        String safe = Shown.line(text);
        if (safe.length() <= most) {
            return safe;
        }
        int head = (most - 1) / 2;
        return safe.substring(0, head) + "…" + safe.substring(safe.length() - (most - 1 - head));
    }

    private void fact(String name, String value) {
        lines.printf(Locale.ROOT, "%-9s %s%n", name, Shown.whole(value));
    }
}
