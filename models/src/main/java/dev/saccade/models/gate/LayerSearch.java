package dev.saccade.models.gate;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.NodeOutputs;
import dev.saccade.models.precision.NodeOutputs.NodeOutput;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.pull.Trees;
import dev.saccade.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;

/**
 * Finds the first node whose output differs between two networks. Both run on the CPU as written, some nodes' outputs
 * exposed at a time, in the reference's order; nodes map by name. What a run exposes is bounded by what the runs before
 * it took.
 */
public final class LayerSearch {
    private static final int FIRST_SHARE = 4;
    private static final int LARGEST_SHARE = 64;
    private static final long BUDGET_BYTES = 64L << 20;

    private final ModelPackage reference;
    private final ModelPackage candidate;
    private final WorstFrame.Inputs inputs;
    private final EngineOptions options;
    private final Path work;
    private long exposedBytes;

    private LayerSearch(
            ModelPackage reference,
            ModelPackage candidate,
            WorstFrame.Inputs inputs,
            EngineOptions options,
            Path work) {
        this.reference = reference;
        this.candidate = candidate;
        this.inputs = inputs;
        this.options = options.asWritten();
        this.work = work;
    }

    /**
     * Searches.
     *
     * @param reference gives the right answers
     * @param candidate is judged
     * @param inputs each one's input tensor
     * @param options threads of the CPU
     * @return where they part; when a network cannot be taken apart, no node and the reason as the note
     * @throws IOException when temporary files cannot be written
     */
    public static LayerDivergence find(
            ModelPackage reference, ModelPackage candidate, WorstFrame.Inputs inputs, EngineOptions options)
            throws IOException {
        Path work = Files.createTempDirectory("saccade-layers");
        try {
            if (Files.mismatch(reference.model(), candidate.model()) < 0) {
                return none(
                        "both run the same network: what differs arises in the engine, whose layers cannot be read");
            }
            double limit = GateLimits.ofLayer(Precision.of(candidate.model()));
            return new LayerSearch(reference, candidate, inputs, options, work).search(limit);
        } catch (ModelsException | EngineException e) {
            return none("layers were not compared: " + e.getMessage());
        } finally {
            Trees.delete(work);
        }
    }

    private static LayerDivergence none(String note) {
        return new LayerDivergence(null, null, 0, 0, 0, 0, note);
    }

    private LayerDivergence search(double limit) throws ModelsException, EngineException, IOException {
        NodeOutputs first = NodeOutputs.of(reference.model());
        NodeOutputs second = NodeOutputs.of(candidate.model());
        Map<String, String> tensors = new HashMap<>();
        second.nodes().forEach(n -> tensors.putIfAbsent(n.node(), n.tensor()));
        List<NodeOutput> nodes = first.nodes().stream()
                .filter(n -> tensors.containsKey(n.node()))
                .toList();
        NodeOutput worst = null;
        double worstError = -1;
        int worstAt = 0;
        int share = FIRST_SHARE;
        for (int from = 0; from < nodes.size(); ) {
            List<NodeOutput> some = nodes.subList(from, Math.min(nodes.size(), from + share));
            Map<String, double[]> a = values(
                    reference, first, some.stream().map(NodeOutput::tensor).collect(Collectors.toSet()), true);
            Map<String, double[]> b = values(
                    candidate,
                    second,
                    some.stream().map(n -> tensors.get(n.node())).collect(Collectors.toSet()),
                    false);
            for (int i = 0; i < some.size(); i++) {
                NodeOutput node = some.get(i);
                double error = TensorError.between(a.get(node.tensor()), b.get(tensors.get(node.node())))
                        .relative();
                if (error > limit) {
                    return found(node, error, limit, from + i + 1, nodes.size(), "first to differ");
                }
                if (error > worstError) {
                    worst = node;
                    worstError = error;
                    worstAt = from + i + 1;
                }
            }
            from += some.size();
            share = (int) Math.max(1, Math.min(LARGEST_SHARE, BUDGET_BYTES / Math.max(1, exposedBytes / some.size())));
        }
        return worst == null
                ? none("no node has the same name in both networks; layers were not compared")
                : found(worst, worstError, limit, worstAt, nodes.size(), "no node beyond the limit; largest");
    }

    private static LayerDivergence found(NodeOutput node, double error, double limit, int at, int of, String kind) {
        String note = String.format(
                Locale.ROOT,
                "%s: %s (%s), node %d of %d, relative error %.4g, limit %.4g",
                kind,
                node.node(),
                node.operator(),
                at,
                of,
                error,
                limit);
        return new LayerDivergence(node.node(), node.operator(), error, limit, at, error > limit ? at : of, note);
    }

    private Map<String, double[]> values(ModelPackage model, NodeOutputs network, Set<String> tensors, boolean isFirst)
            throws ModelsException, EngineException, IOException {
        Path file = Files.write(work.resolve("model.onnx"), network.exposing(tensors));
        Map<String, double[]> values = new LinkedHashMap<>();
        long bytes = 0;
        try (Engine engine = Engines.load(model.withGraph(file), Backend.CPU, options)) {
            byte[] input = isFirst ? inputs.reference() : inputs.candidate();
            try (BytePointer copy = new BytePointer(input)) {
                Kernels.copy(engine.inputs().get(0).address(), copy.address(), input.length);
            }
            if (engine.run() != Engine.OK) {
                throw new EngineException(false, engine.lastError(), null);
            }
            for (Tensor output : engine.outputs()) {
                if (tensors.contains(output.spec().name())) {
                    double[] numbers = TensorValues.numbers(output);
                    bytes += (long) numbers.length * output.spec().type().bytes();
                    values.put(output.spec().name(), numbers);
                }
            }
        }
        exposedBytes = bytes;
        return values;
    }
}
