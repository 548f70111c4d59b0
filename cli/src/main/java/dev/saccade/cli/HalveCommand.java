package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.models.precision.ConversionReport;
import dev.saccade.models.precision.HalfPackage;
import dev.saccade.models.precision.Island;
import dev.saccade.models.precision.Islands;
import dev.saccade.models.precision.Ports;
import dev.saccade.models.precision.WeightChange;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models halve}: an FP16 package out of an FP32 one. */
@Command(
        name = "halve",
        description = {
            "Make an FP16 package out of an FP32 one.",
            "Operators that lose too much in FP16 stay FP32 by themselves; name more as the accuracy needs them."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  saccade models halve centernet-coco centernet-coco-fp16",
            "  saccade models halve my-model my-model-fp16 --keep-fp32 /head/Add_3,/head/Mul --keep-fp32-type Sigmoid"
        })
final class HalveCommand implements Callable<Integer> {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Parameters(
            paramLabel = "PACKAGE|NAME|NAME@N",
            description = "A package directory, a version of the repository, or a model of 'saccade models list'.")
    private String model;

    @Parameters(paramLabel = "OUT", description = "The package directory to make.")
    private Path out;

    @Option(
            names = "--keep-fp32",
            paramLabel = "NODE",
            split = ",",
            description = "Names of nodes, or of tensors that they make, that stay FP32.")
    private Set<String> nodes = Set.of();

    @Option(
            names = "--keep-fp32-type",
            paramLabel = "OPERATOR",
            split = ",",
            description = "Operators, all of whose nodes stay FP32.")
    private Set<String> operators = Set.of();

    @Option(names = "--fp16-io", description = "Inputs and outputs become FP16 as well; unless given they stay FP32.")
    private boolean halfPorts;

    @Option(names = "--json", description = "Print JSON: every island, every weight tensor that lost more than digits.")
    private boolean json;

    @Mixin
    private VersionOptions versions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path package32 = new Assets(new Terminal(), versions).model(model);
        ConversionReport report =
                HalfPackage.convert(package32, out, new Islands(nodes, operators), halfPorts ? Ports.FP16 : Ports.FP32);
        PrintWriter lines = spec.commandLine().getOut();
        if (json) {
            lines.println(describe(report).toPrettyString());
        } else {
            print(report, lines);
        }
        return ExitCode.OK;
    }

    private void print(ConversionReport report, PrintWriter lines) {
        lines.println("fp16      " + report.converted() + " of " + report.nodes() + " nodes, " + report.castsAdded()
                + " casts added, " + report.castsRemoved() + " removed");
        for (Island island : report.islands()) {
            lines.println("fp32      " + island.node() + " (" + island.operator() + "): " + island.reason());
        }
        long elements = sum(report, WeightChange::elements);
        if (elements > 0) {
            lines.println("weights   " + sum(report, WeightChange::flushed) + " became 0, "
                    + sum(report, WeightChange::subnormal) + " lost digits, "
                    + sum(report, WeightChange::overflowed) + " beyond 65504 stayed FP32; of " + elements + " in "
                    + report.weights().size() + " tensors");
        }
        lines.println("package   " + out);
    }

    private static long sum(ConversionReport report, ToLongFunction<WeightChange> what) {
        return report.weights().stream().mapToLong(what).sum();
    }

    private ObjectNode describe(ConversionReport report) {
        ObjectNode node = JSON.objectNode();
        node.put("package", out.toString());
        node.put("sourceSha256", report.sourceSha256());
        node.put("sha256", report.sha256());
        node.put("nodes", report.nodes());
        node.put("converted", report.converted());
        node.put("castsAdded", report.castsAdded());
        node.put("castsRemoved", report.castsRemoved());
        ArrayNode islands = node.putArray("islands");
        for (Island island : report.islands()) {
            islands.addObject()
                    .put("node", island.node())
                    .put("operator", island.operator())
                    .put("reason", island.reason());
        }
        ArrayNode weights = node.putArray("weights");
        for (WeightChange weight : report.weights()) {
            weights.addObject()
                    .put("tensor", weight.tensor())
                    .put("elements", weight.elements())
                    .put("overflowed", weight.overflowed())
                    .put("flushed", weight.flushed())
                    .put("subnormal", weight.subnormal());
        }
        return node;
    }
}
