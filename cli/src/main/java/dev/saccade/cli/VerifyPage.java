package dev.saccade.cli;

import dev.saccade.models.gate.Check;
import dev.saccade.models.gate.FrameRecord;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.LayerDivergence;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The page of a gate's report: one file that refers to nothing outside itself. */
final class VerifyPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Accuracy gate</title>
            <style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
            table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .8rem;border-bottom:1px solid #ddd;text-align:left}
            .failed{color:#b00020;font-weight:600}.passed{color:#0a6b2d}
            .pair{display:grid;grid-template-columns:1fr 1fr;gap:.5rem}.pair img{width:100%}
            code{font-size:.85em;overflow-wrap:anywhere}
            </style></head><body>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private VerifyPage() {}

    /**
     * One of the worst frames.
     *
     * @param found numbers
     * @param reference PNG of what the reference saw
     * @param candidate PNG of what the candidate saw
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Pair(FrameRecord found, byte[] reference, byte[] candidate) {}

    static String of(GateResult result, LayerDivergence layers, List<Pair> worst) {
        VerifyPage page = new VerifyPage();
        page.verdict(result, layers);
        page.checks(result.checks());
        page.outputs(result);
        page.frames(worst);
        return page.page.append("</body></html>\n").toString();
    }

    private void verdict(GateResult result, LayerDivergence layers) {
        String kind = result.isPassed() ? "passed" : "failed";
        page.append("<h1>Accuracy gate: <span class=\"" + kind + "\">" + kind + "</span></h1>\n<p>")
                .append(text(result.verdict()))
                .append("</p>\n<table>");
        row("reference", result.reference());
        row("its identity", result.referenceIdentity());
        row("candidate", result.candidate());
        row("its identity", result.candidateIdentity());
        row("precision", result.precision().word());
        row("frames", result.frames().size() + " of " + result.source());
        if (result.latency() != null) {
            row(
                    "latency",
                    String.format(
                            Locale.ROOT,
                            "p50 %.2f ms, p99 %.2f ms, max %.2f ms at %.1f Hz",
                            result.latency().p50Ns() / 1e6,
                            result.latency().p99Ns() / 1e6,
                            result.latency().maxNs() / 1e6,
                            result.latency().hz()));
        }
        if (layers != null) {
            row("layers", layers.note());
        }
        page.append("</table>\n");
    }

    private void row(String key, String value) {
        page.append("<tr><th>")
                .append(text(key))
                .append("</th><td>")
                .append(text(value))
                .append("</td></tr>\n");
    }

    private void checks(List<Check> checks) {
        page.append("<h2>Checks</h2>\n<table>");
        for (Check check : checks) {
            String kind = check.isPassed() ? "passed" : "failed";
            page.append("<tr><td class=\"" + kind + "\">" + kind + "</td><td>")
                    .append(text(check.text()))
                    .append("</td></tr>\n");
        }
        page.append("</table>\n");
    }

    private void outputs(GateResult result) {
        page.append("<h2>Outputs, worst frame</h2>\n<table>"
                + "<tr><th>output</th><th>absolute</th><th>relative</th><th>cosine</th></tr>\n");
        result.outputs()
                .forEach(output -> page.append(String.format(
                        Locale.ROOT,
                        "<tr><td>%s</td><td>%.4g</td><td>%.4g</td><td>%.6f</td></tr>%n",
                        text(output.output()),
                        output.error().absolute(),
                        output.error().relative(),
                        output.error().cosine())));
        page.append("</table>\n");
    }

    private void frames(List<Pair> worst) {
        page.append("<h2>Frames that differ most</h2>\n");
        for (Pair pair : worst) {
            FrameRecord found = pair.found();
            page.append(String.format(
                    Locale.ROOT,
                    "<h3>Frame %d</h3><p>agreement %.4f, relative error %.4g, cosine %.6f%s<br><code>sha256 %s</code></p>%n",
                    found.sequence(),
                    found.agreement(),
                    found.relative(),
                    found.cosine(),
                    found.fault() == null ? "" : ", no result: " + text(found.fault()),
                    found.sha256()));
            page.append("<div class=\"pair\">");
            picture("reference", pair.reference());
            picture("candidate", pair.candidate());
            page.append("</div>\n");
        }
    }

    private void picture(String words, byte[] png) {
        page.append("<figure><img alt=\"" + words + "\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\"><figcaption>" + words + "</figcaption></figure>");
    }

    private static String text(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
