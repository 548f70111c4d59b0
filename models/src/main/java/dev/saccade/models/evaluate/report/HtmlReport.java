package dev.saccade.models.evaluate.report;

import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.LabelRow;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An evaluation as one page that needs nothing else: no script, no font, no request. */
final class HtmlReport {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width">
            <style>
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
            h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
            table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;border-bottom:1px solid #d8dee4}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            img{max-width:100%;height:auto;display:block;margin:1rem 0}code{font-size:.85em;overflow-wrap:anywhere}
            </style>
            """;

    private final StringBuilder html = new StringBuilder();

    private HtmlReport() {}

    static String of(Evaluation e, List<Chart> charts, String creator, Instant ended) {
        HtmlReport report = new HtmlReport();
        report.head(e, creator, ended);
        report.metrics(e.findings().metrics());
        report.notes(e.data().notes());
        for (Chart chart : charts) {
            report.line("<img alt=\"" + escaped(chart.words()) + "\" src=\"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(chart.png()) + "\">");
        }
        report.rows(e.findings().rows());
        report.line("</body></html>");
        return report.html.toString();
    }

    private void head(Evaluation e, String creator, Instant ended) {
        String task = e.model().task().name().toLowerCase(Locale.ROOT);
        html.append(HEAD);
        line("<title>" + escaped(e.model().name()) + ": evaluation</title></head><body>");
        line("<h1>" + escaped(e.model().name()) + ": " + task + " on "
                + e.data().samples().size() + " pictures</h1>");
        line("<table>");
        fact(
                "Data",
                e.data().directory().toAbsolutePath().normalize() + ", "
                        + e.data().format().name().toLowerCase(Locale.ROOT) + ", SHA-256 " + e.dataSha256());
        fact("Package", "identity " + e.model().identity());
        fact("Ran on", e.backend());
        fact("Lowest score that is served", Numbers.text(e.minScore(), "-"));
        fact("By", creator + ", " + ended);
        line("</table>");
    }

    private void fact(String name, String value) {
        line("<tr><th>" + name + "</th><td><code>" + escaped(value) + "</code></td></tr>");
    }

    private void metrics(Map<String, Double> metrics) {
        line("<h2>Metrics</h2><table>");
        metrics.forEach((name, value) ->
                line("<tr><th>" + escaped(name) + "</th><td class=n>" + Numbers.text(value, "–") + "</td></tr>"));
        line("</table>");
    }

    private void notes(List<String> notes) {
        if (!notes.isEmpty()) {
            line("<h2>Notes</h2><ul>");
            notes.forEach(note -> line("<li>" + escaped(note) + "</li>"));
            line("</ul>");
        }
    }

    private void rows(List<LabelRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        line("<h2>Labels</h2><table><tr><th>label</th><th class=n>count</th>");
        rows.get(0).values().keySet().forEach(name -> line("<th class=n>" + escaped(name) + "</th>"));
        line("</tr>");
        for (LabelRow row : rows) {
            line("<tr><td>" + escaped(row.name()) + "</td><td class=n>" + row.count() + "</td>");
            row.values().values().forEach(value -> line("<td class=n>" + Numbers.text(value, "–") + "</td>"));
            line("</tr>");
        }
        line("</table>");
    }

    private void line(String text) {
        html.append(text).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
