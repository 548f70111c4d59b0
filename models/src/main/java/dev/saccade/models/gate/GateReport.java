package dev.saccade.models.gate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.models.pull.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** A result as files: the whole as JSON, and what a version's record keeps as YAML. */
public final class GateReport {
    private GateReport() {}

    /**
     * Everything, by stable names.
     *
     * @param result of a trial
     * @param layers where the networks part, or null when nobody looked
     * @return a tree
     */
    public static ObjectNode json(GateResult result, LayerDivergence layers) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("passed", result.isPassed());
        root.put("verdict", result.verdict());
        side(root.putObject("reference"), result.reference(), result.referenceIdentity());
        side(root.putObject("candidate"), result.candidate(), result.candidateIdentity());
        root.put("precision", result.precision().word());
        root.put("source", result.source());
        ArrayNode checks = root.putArray("checks");
        for (Check check : result.checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("value", check.value())
                    .put("limit", check.limit())
                    .put("where", check.where())
                    .put("passed", check.isPassed());
        }
        ArrayNode outputs = root.putArray("outputs");
        for (OutputError output : result.outputs()) {
            outputs.addObject()
                    .put("name", output.output())
                    .put("judged", output.isJudged())
                    .put("absolute", output.error().absolute())
                    .put("relative", output.error().relative())
                    .put("cosine", output.error().cosine());
        }
        if (result.latency() != null) {
            CadenceLatency latency = result.latency();
            ObjectNode node = root.putObject("latency")
                    .put("runs", latency.runs())
                    .put("hz", latency.hz())
                    .put("p50Ns", latency.p50Ns())
                    .put("p99Ns", latency.p99Ns())
                    .put("maxNs", latency.maxNs());
            if (latency.hasDeadline()) {
                node.put("deadlineNs", latency.deadlineNs()).put("missed", latency.missed());
            }
        }
        if (layers != null) {
            root.putObject("layers")
                    .put("node", layers.node())
                    .put("operator", layers.operator())
                    .put("relative", layers.relative())
                    .put("limit", layers.limit())
                    .put("diverges", layers.isBeyond())
                    .put("note", layers.note());
        }
        ArrayNode frames = root.putArray("frames");
        for (FrameRecord frame : result.frames()) {
            frames.addObject()
                    .put("sequence", frame.sequence())
                    .put("sha256", frame.sha256())
                    .put("relative", frame.relative())
                    .put("cosine", frame.cosine())
                    .put("agreement", frame.agreement())
                    .put("fault", frame.fault());
        }
        return root;
    }

    private static void side(ObjectNode node, String words, String identity) {
        node.put("engine", words).put("identity", identity);
    }

    /**
     * The {@code gate} group of a version's record.
     *
     * @param result of a trial
     * @return YAML text that {@link dev.saccade.model.PlainYaml} reads
     */
    public static String yaml(GateResult result) {
        DumpSettings style = DumpSettings.builder()
                .setSchema(new FailsafeSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(style).dumpToString(Map.of("gate", group(result)));
    }

    /**
     * What {@link #yaml} writes.
     *
     * @param result of a trial
     * @return texts, and maps of such, in a fixed order
     */
    public static Map<String, Object> group(GateResult result) {
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("verdict", result.isPassed() ? "passed" : "failed");
        gate.put("reason", result.verdict());
        gate.put("reference", result.reference());
        gate.put("reference-identity", result.referenceIdentity());
        gate.put("candidate", result.candidate());
        gate.put("candidate-identity", result.candidateIdentity());
        gate.put("precision", result.precision().word());
        Map<String, Object> frames = new LinkedHashMap<>();
        frames.put("source", result.source());
        frames.put("count", Integer.toString(result.frames().size()));
        frames.put("sha256", framesSha256(result));
        gate.put("frames", frames);
        Map<String, Object> limits = new LinkedHashMap<>();
        result.limits().forEach((limit, value) -> limits.put(limit.yamlName(), number(value)));
        gate.put("limits", limits);
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (Check check : result.checks()) {
            // The worst of those with one name: of several outputs, or classes.
            numbers.merge(check.name(), number(check.value()), (a, b) -> {
                boolean isLower = Double.parseDouble((String) b) < Double.parseDouble((String) a);
                return isLower == check.isFloor() ? b : a;
            });
        }
        if (result.latency() != null) {
            numbers.put("p50-ms", number(result.latency().p50Ns() / 1e6));
            numbers.put("p99-ms", number(result.latency().p99Ns() / 1e6));
        }
        gate.put("numbers", numbers);
        return gate;
    }

    /** SHA-256 over the frames' own, in hex, one a line. */
    private static String framesSha256(GateResult result) {
        StringBuilder all = new StringBuilder();
        result.frames().forEach(frame -> all.append(frame.sha256()).append('\n'));
        return Sha256.of(all.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : Double.toString(value);
    }
}
