package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.models.gate.Check;
import dev.saccade.models.quantise.Int8Layer;
import dev.saccade.models.quantise.Int8Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What {@code saccade models quantise} tells, for people and for machines. */
final class QuantiseText {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Int8Report report;

    QuantiseText(Int8Report report) {
        this.report = report;
    }

    void print(Path out, PrintWriter lines) {
        lines.println("frames    " + report.calibrationFrames().size() + " calibrated, "
                + report.selectionFrames().size() + " chose, "
                + (report.isFinal() ? report.gate().frames().size() : 0) + " judged, of " + report.source());
        for (Int8Report.Tried tried : report.tried()) {
            lines.printf(
                    Locale.ROOT,
                    "tried     %s: noise %.2g, cosine %.5f, agreement %.3f%n",
                    word(tried.calibration()),
                    tried.distance().noise(),
                    tried.distance().cosine(),
                    tried.distance().agreement());
        }
        lines.printf(
                Locale.ROOT,
                "int8      %d of %d layers, %.1f %% of the multiply-accumulates, %.1f %% of the weights; for %s, %s%n",
                report.int8Layers(),
                report.layers().size(),
                100 * report.macShare(),
                100 * report.weightShare(),
                report.target().word(),
                word(report.calibration()));
        for (Int8Layer layer : costliestLast()) {
            lines.printf(
                    Locale.ROOT,
                    "alone     %s (%s): noise %.2g, cosine %.5f, agreement %.3f%n",
                    layer.node(),
                    layer.operator(),
                    layer.alone().noise(),
                    layer.alone().cosine(),
                    layer.alone().agreement());
        }
        for (Int8Layer layer : report.layers()) {
            if (!layer.isInt8()) {
                lines.println("float     " + layer.node() + " (" + layer.operator() + "): " + layer.reason());
            }
        }
        for (Int8Report.Attempt attempt : report.attempts()) {
            lines.println((attempt.stage() == Int8Report.Stage.FINAL ? "final     " : "attempt   ") + attempt.restored()
                    + " restored, " + attempt.frames() + " frames: " + attempt.verdict());
        }
        for (Check check : report.gate().checks()) {
            lines.println((check.isPassed() ? "ok        " : "FAILED    ") + check.text());
        }
        lines.println("size      " + report.bytesBefore() + " bytes, now " + report.bytesAfter());
        if (report.latency() != null) {
            lines.printf(
                    Locale.ROOT,
                    "latency   on this CPU %.2f ms, fp32 %.2f ms: ratio %.2f; medians of %d runs in turn%n",
                    report.latency().afterNs() / 1e6,
                    report.latency().beforeNs() / 1e6,
                    report.latency().ratio(),
                    report.latency().runs());
        }
        if (report.isPassed()) {
            lines.println("package   " + out);
        }
        lines.println("gate      " + (report.isPassed() ? "" : "failed: ")
                + report.gate().verdict());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private List<Int8Layer> costliestLast() {
        return report.layers().stream()
                .filter(layer -> layer.alone() != null)
                .sorted(Comparator.comparingDouble(layer -> layer.alone().noise()))
                .toList();
    }

    ObjectNode json(Path out) {
        ObjectNode node = JSON.objectNode();
        node.put("package", report.isPassed() ? out.toString() : null);
        node.put("passed", report.isPassed());
        node.put("target", report.target().word());
        node.put("calibration", word(report.calibration()));
        node.put("rest", report.rest().word());
        ArrayNode tries = node.putArray("tried");
        for (Int8Report.Tried tried : report.tried()) {
            tries.addObject()
                    .put("calibration", word(tried.calibration()))
                    .put("noise", tried.distance().noise())
                    .put("cosine", tried.distance().cosine())
                    .put("agreement", tried.distance().agreement());
        }
        node.put("source", report.source());
        node.put("sourceSha256", report.sourceSha256());
        node.put("sha256", report.sha256());
        node.put("int8Layers", report.int8Layers());
        node.put("macShare", report.macShare());
        node.put("weightShare", report.weightShare());
        node.put("bytesBefore", report.bytesBefore());
        node.put("bytesAfter", report.bytesAfter());
        if (report.latency() != null) {
            node.putObject("latency")
                    .put("fp32Ns", report.latency().beforeNs())
                    .put("int8Ns", report.latency().afterNs())
                    .put("ratio", report.latency().ratio())
                    .put("runs", report.latency().runs());
        }
        ArrayNode layers = node.putArray("layers");
        for (Int8Layer layer : report.layers()) {
            ObjectNode one = layers.addObject()
                    .put("node", layer.node())
                    .put("operator", layer.operator())
                    .put("weights", layer.weights())
                    .put("macs", layer.macs())
                    .put("int8", layer.isInt8())
                    .put("reason", layer.reason());
            if (layer.alone() != null) {
                one.putObject("alone")
                        .put("noise", layer.alone().noise())
                        .put("relative", layer.alone().relative())
                        .put("cosine", layer.alone().cosine())
                        .put("agreement", layer.alone().agreement());
            }
        }
        ArrayNode attempts = node.putArray("attempts");
        for (Int8Report.Attempt attempt : report.attempts()) {
            attempts.addObject()
                    .put("stage", word(attempt.stage()))
                    .put("restored", attempt.restored())
                    .put("frames", attempt.frames())
                    .put("passed", attempt.isPassed())
                    .put("verdict", attempt.verdict());
        }
        ArrayNode checks = node.putArray("checks");
        for (Check check : report.gate().checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("value", check.value())
                    .put("limit", check.limit())
                    .put("passed", check.isPassed())
                    .put("where", check.where());
        }
        ArrayNode frames = node.putArray("calibrationFrames");
        report.calibrationFrames().forEach(frames::add);
        ArrayNode choosing = node.putArray("selectionFrames");
        report.selectionFrames().forEach(choosing::add);
        ArrayNode judging = node.putArray("finalFrames");
        if (report.isFinal()) {
            report.gate().frames().forEach(frame -> judging.add(frame.sha256()));
        }
        return node;
    }
}
