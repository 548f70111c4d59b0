package dev.saccade.models.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An inspection as one page that needs nothing else: its style and its small script lie within, and its policy forbids
 * every request. Names are escaped; a network of very many layers is shown by its largest.
 */
public final class InspectionPage {
    /** More rows than that a browser sorts slowly, and nobody reads. */
    private static final int MOST_ROWS = 2000;
    /** Narrower parts of the timeline are not seen. */
    private static final double LEAST_SHARE = 0.0003;

    private static final int MOST_FROM = 8;
    private static final List<String> COLOURED = List.of("fp32", "fp16", "bf16", "int8", "uint8", "int64", "int32");

    private final Inspection found;
    private final StringBuilder html = new StringBuilder();

    private InspectionPage(Inspection found) {
        this.found = found;
    }

    /**
     * Writes.
     *
     * @param inspection what was found
     * @return HTML
     */
    public static String of(Inspection inspection) {
        InspectionPage page = new InspectionPage(inspection);
        page.head();
        page.cards();
        page.timeline();
        page.operators();
        page.layers();
        page.network();
        page.notes();
        page.line("</main><script>" + resource("inspection.js") + "</script></body></html>");
        return page.html.toString();
    }

    private static String resource(String name) {
        try (InputStream in = InspectionPage.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private void head() {
        line("<!doctype html>");
        line("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
                + " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">");
        line("<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light"
                + " dark\">");
        line("<title>" + escaped(found.subject()) + ": layers</title>");
        line("<style>" + resource("inspection.css") + "</style></head><body><main>");
        line("<header><h1>" + escaped(found.subject()) + "</h1><p>" + escaped(found.view()) + ", "
                + found.layers().size() + " layers</p></header>");
    }

    private void cards() {
        line("<section class=\"cards\">");
        Inspection.Timing timing = found.timing();
        if (timing != null) {
            card("a run, median", Shown.ms((double) timing.plainP50Ns()) + " ms", timing.engine());
            card(
                    "sum of layers",
                    Shown.ms(timing.layersNs()) + " ms",
                    "of a recorded run's " + Shown.ms(timing.profiledNs()) + " ms; recording costs "
                            + String.format(Locale.ROOT, "%+.1f %%", 100 * timing.cost()));
        }
        Long macs = found.macs();
        if (macs != null) {
            card("multiply-accumulates", Shown.count(macs), rate(macs));
        }
        if (found.network() != null) {
            NetworkSummary network = found.network();
            card(
                    "parameters",
                    Shown.count(network.parameters()),
                    Shown.bytes(network.parameterBytes()) + ", " + network.precision());
        }
        if (found.memory() != null) {
            card("peak of activations", Shown.bytes(found.memory().peakActivationBytes()), "by liveness, not measured");
        }
        line("</section>");
    }

    private String rate(long macs) {
        Inspection.Timing timing = found.timing();
        return timing == null || timing.plainP50Ns() == 0
                ? "in convolutions and matrix products"
                : String.format(Locale.ROOT, "%.1f G a second", (double) macs / timing.plainP50Ns());
    }

    private void card(String name, String value, String more) {
        line("<div class=\"card\"><span>" + escaped(name) + "</span><b>" + escaped(value) + "</b><small>"
                + escaped(more) + "</small></div>");
    }

    private void timeline() {
        if (found.timing() == null) {
            return;
        }
        line("<h2>Time in the graph's order</h2>");
        line("<svg class=\"timeline\" viewBox=\"0 0 1000 44\" preserveAspectRatio=\"none\" role=\"img\""
                + " aria-label=\"time of each layer in the graph's order\">");
        double x = 0;
        for (LayerRow row : found.layers()) {
            double width = 1000 * row.share();
            if (row.share() >= LEAST_SHARE) {
                line(String.format(
                        Locale.ROOT,
                        "<rect class=\"%s\" x=\"%.2f\" y=\"0\" width=\"%.2f\" height=\"44\"><title>%s</title></rect>",
                        colour(row.precision()),
                        x,
                        width,
                        escaped(row.operator() + " " + row.name() + ", " + Shown.ms(row.typicalNs()) + " ms, "
                                + Shown.percent(row.share()))));
            }
            x += width;
        }
        line("</svg>");
        line("<p class=\"legend\">"
                + found.layers().stream()
                        .map(row -> row.precision())
                        .distinct()
                        .limit(COLOURED.size() + 1)
                        .map(type -> "<span><i class=\"" + colour(type) + "\"></i>" + escaped(type) + "</span>")
                        .collect(Collectors.joining())
                + "</p>");
    }

    private static String colour(String precision) {
        return COLOURED.contains(precision) ? precision : "other";
    }

    private void operators() {
        boolean isTimed = found.timing() != null;
        List<OperatorRow> rows = OperatorRow.of(found.layers());
        long bytes =
                Math.max(1, rows.stream().mapToLong(OperatorRow::outputBytes).sum());
        line("<h2>By operator</h2><table class=\"sortable\"><thead><tr><th>operator</th><th class=n>layers</th>"
                + (isTimed ? "<th class=n>ms</th><th class=n>share</th><th class=bar></th>" : "")
                + "<th class=n>MACs</th><th class=n>output</th><th class=bar></th></tr></thead><tbody>");
        for (OperatorRow row : rows.subList(0, Math.min(rows.size(), MOST_ROWS))) {
            html.append("<tr>").append("<td>").append(escaped(row.operator())).append("</td>");
            cell(row.layers(), Integer.toString(row.layers()));
            if (isTimed) {
                cell(row.typicalNs(), Shown.ms(row.typicalNs()));
                cell(row.share(), Shown.percent(row.share()));
                bar(row.share(), "time");
            }
            cell(row.macs(), row.macs() == 0 ? "" : Shown.count(row.macs()));
            cell(row.outputBytes(), Shown.bytes(row.outputBytes()));
            bar((double) row.outputBytes() / bytes, "memory");
            line("</tr>");
        }
        line("</tbody></table>");
    }

    private void layers() {
        boolean isTimed = found.timing() != null;
        boolean hasTactics = found.layers().stream().anyMatch(row -> row.tactic() != null || row.format() != null);
        List<LayerRow> rows = found.layers();
        if (isTimed || rows.size() > MOST_ROWS) {
            rows = rows.stream()
                    .sorted(Comparator.comparingDouble(InspectionPage::weight).reversed())
                    .limit(MOST_ROWS)
                    .toList();
        }
        double slowest = Math.max(1e-12, max(rows, true));
        double largest = Math.max(1, max(rows, false));
        line("<h2>Layers</h2>");
        if (rows.size() < found.layers().size()) {
            line("<p>The " + rows.size() + " largest of " + found.layers().size() + "; --json has all.</p>");
        }
        line("<p><input id=\"filter\" type=\"search\" placeholder=\"filter by name, operator or type\""
                + " aria-label=\"filter\"></p>");
        line("<div class=\"wide\"><table class=\"sortable\" id=\"layers\"><thead><tr><th class=n>#</th>"
                + (isTimed ? "<th class=n>ms</th><th class=n>share</th><th class=bar></th>" : "")
                + "<th>operator</th><th>name</th><th>type</th><th>output</th><th class=n>bytes</th><th class=bar></th>"
                + (hasTactics ? "<th>format</th><th>tactic</th>" : "<th class=n>weights</th><th class=n>MACs</th>")
                + "</tr></thead><tbody>");
        for (LayerRow row : rows) {
            html.append("<tr>");
            cell(row.index(), Integer.toString(row.index()));
            if (isTimed) {
                cell(row.typicalNs(), Shown.ms(row.typicalNs()));
                cell(row.share(), Shown.percent(row.share()));
                bar(row.share() / slowest, "time");
            }
            html.append("<td>").append(escaped(row.operator())).append("</td><td class=\"name\">");
            html.append(escaped(row.name()));
            from(row);
            html.append("</td><td><span class=\"type ")
                    .append(colour(row.precision()))
                    .append("\">");
            html.append(escaped(row.precision())).append("</span></td><td>");
            html.append(escaped(shapes(row))).append("</td>");
            cell(row.outputBytes(), Shown.bytes(row.outputBytes()));
            bar(row.outputBytes() == null ? 0 : row.outputBytes() / largest, "memory");
            if (hasTactics) {
                html.append("<td>").append(escaped(orEmpty(row.format()))).append("</td><td class=\"name\">");
                html.append(escaped(orEmpty(row.tactic()))).append("</td>");
            } else {
                cell(
                        row.parameterBytes(),
                        row.parameterBytes() == null || row.parameterBytes() == 0
                                ? ""
                                : Shown.bytes(row.parameterBytes()));
                cell(row.macs(), row.macs() == null ? "" : Shown.count(row.macs()));
            }
            line("</tr>");
        }
        line("</tbody></table></div>");
    }

    private void from(LayerRow row) {
        if (!row.from().isEmpty()) {
            String shown = row.from().stream().limit(MOST_FROM).map(Shown::line).collect(Collectors.joining(", "));
            int more = row.from().size() - MOST_FROM;
            html.append("<small>from ").append(escapedLine(shown + (more > 0 ? " and " + more + " more" : "")));
            html.append("</small>");
        }
    }

    static String shapes(LayerRow row) {
        if (row.outputs().isEmpty()) {
            return "";
        }
        String first = row.outputs().get(0).toString();
        return row.outputs().size() == 1
                ? first
                : first + " and " + (row.outputs().size() - 1) + " more";
    }

    private static double weight(LayerRow row) {
        return row.typicalNs() != null ? row.typicalNs() : row.outputBytes() != null ? row.outputBytes() : 0;
    }

    private static double max(List<LayerRow> rows, boolean isTime) {
        return rows.stream()
                .<Number>map(row -> isTime ? (Number) row.share() : (Number) row.outputBytes())
                .filter(value -> value != null)
                .mapToDouble(Number::doubleValue)
                .max()
                .orElse(0);
    }

    private void network() {
        NetworkSummary network = found.network();
        if (network == null) {
            return;
        }
        line("<h2>Network</h2><table class=\"facts\">");
        fact("inputs", String.join("; ", network.inputs()));
        fact("outputs", String.join("; ", network.outputs()));
        fact("nodes", network.nodes() + ", as written");
        fact("operators", counts(network.operators()));
        fact("operator sets", counts(network.opsets()));
        fact("written by", network.producer().isEmpty() ? "not told" : network.producer());
        fact("file", Shown.bytes(network.fileBytes()) + ", IR version " + network.irVersion());
        fact(
                "parameters",
                network.parameterBytesByType().entrySet().stream()
                        .map(e -> e.getKey() + " " + Shown.bytes(e.getValue()))
                        .collect(Collectors.joining(", ")));
        fact("Q/DQ nodes", network.quantise() + " / " + network.dequantise());
        if (!network.islands().isEmpty()) {
            fact(
                    "32-bit islands",
                    network.islands().size() + ", the largest of "
                            + network.islands().get(0).nodes() + " nodes from "
                            + network.islands().get(0).first());
        }
        if (!network.foreign().isEmpty()) {
            fact("other operators", String.join(", ", network.foreign()));
        }
        line("</table>");
    }

    private static String counts(Map<String, ? extends Number> counts) {
        return counts.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue())
                .collect(Collectors.joining(", "));
    }

    private void fact(String name, String value) {
        line("<tr><th>" + name + "</th><td>" + escapedLine(value) + "</td></tr>");
    }

    private void notes() {
        line("<h2>Notes</h2><ul>");
        if (found.timing() != null) {
            Inspection.Timing t = found.timing();
            line("<li>" + t.runs() + " frames of " + escaped(t.source()) + " after " + t.warmUp()
                    + " runs to warm up; each also by the ordinary engine, in turn.</li>");
            line("<li>Times are means over the middle half of the runs; each layer's are whole microseconds,"
                    + " rounded down: very short layers count for less than they take.</li>");
        }
        if (found.memory() != null) {
            line("<li>Peak of activations: " + escapedLine(found.memory().method()) + ".</li>");
        }
        found.notes().forEach(note -> line("<li>" + escapedLine(note) + "</li>"));
        line("</ul>");
    }

    private void cell(Number order, String text) {
        html.append("<td class=n data-v=\"")
                .append(order == null ? -1 : order)
                .append("\">")
                .append(escaped(text));
        html.append("</td>");
    }

    private void bar(Double share, String kind) {
        html.append("<td class=bar><div class=\"").append(kind).append("\" style=\"width:");
        html.append(String.format(Locale.ROOT, "%.2f", share == null ? 0 : 100 * Math.min(1, share)));
        html.append("%\"></div></td>");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private void line(String text) {
        html.append(text).append('\n');
    }

    /** One name, safe and short. */
    private static String escaped(String text) {
        return markup(Shown.line(text));
    }

    /** Words of any length, whose names may come from a file. */
    private static String escapedLine(String text) {
        return markup(Shown.whole(text));
    }

    private static String markup(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
