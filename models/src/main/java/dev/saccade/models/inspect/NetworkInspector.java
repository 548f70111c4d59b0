package dev.saccade.models.inspect;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProfiler;
import dev.saccade.frame.SourceException;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.pull.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into ONNX files: as they are written, and as the CPU runs them. Stateless. */
public final class NetworkInspector {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkInspector.class);
    private static final String LIVENESS =
            "liveness over the graph's order: inputs and outputs counted, weights and scratch not, nothing in place";
    private static final String WRITTEN = "the network as written";
    private static final String OPTIMISED = "the CPU's optimised graph";

    private NetworkInspector() {}

    /**
     * Looks without running.
     *
     * @param subject what is looked at, in words
     * @param onnx the network
     * @param input closes open dimensions; null leaves them open
     * @param profiler infers shapes; null when only declared ones are to be told
     * @param options threads and device
     * @param notes what the caller has to say
     * @return what was found
     * @throws ModelsException when the file is refused
     * @throws EngineException when the library refuses it
     * @throws IOException when temporary files cannot be written
     */
    public static Inspection look(
            String subject,
            Path onnx,
            InputSpec input,
            EngineProfiler profiler,
            EngineOptions options,
            List<String> notes)
            throws ModelsException, EngineException, IOException {
        NetworkFile file = NetworkFile.read(onnx);
        TensorFacts facts = facts(onnx, file, input, profiler, options);
        List<LayerRow> rows = NetworkLayers.written(file, facts);
        return inspection(subject, WRITTEN, onnx, file, facts, rows, memory(file, facts), null, notes);
    }

    /**
     * What a file holds, by its own declarations.
     *
     * @param onnx the network
     * @return the summary
     * @throws ModelsException when the file is refused
     * @throws IOException when it is gone
     */
    public static NetworkSummary summary(Path onnx) throws ModelsException, IOException {
        NetworkFile file = NetworkFile.read(onnx);
        return Summaries.of(file, Files.size(onnx), new NodeTypes(file, TensorFacts.declared(file)));
    }

    /**
     * Looks, runs and measures.
     *
     * @param subject what is looked at, in words
     * @param model validated package
     * @param profiler of the CPU
     * @param options threads of the CPU
     * @param trial frames to run, and how many
     * @param notes what the caller has to say
     * @return what was found
     * @throws ModelsException when the file is refused
     * @throws PackageException when the graph is not what the package describes
     * @throws EngineException when the library refuses the network, or a run fails
     * @throws SourceException when the frames cannot be read
     * @throws IOException when temporary files cannot be written
     */
    public static Inspection run(
            String subject,
            ModelPackage model,
            EngineProfiler profiler,
            EngineOptions options,
            ProfileTrial trial,
            List<String> notes)
            throws ModelsException, PackageException, EngineException, SourceException, IOException {
        NetworkFile file = NetworkFile.read(model.model());
        TensorFacts facts = facts(model.model(), file, model.input(), profiler, options);
        Path work = Files.createTempDirectory("saccade-inspect");
        try {
            Path graph = work.resolve("graph.onnx");
            profiler.writeGraph(model.model(), model.input(), options, graph);
            NetworkFile optimised = NetworkFile.read(graph);
            // A name that breaks the recording's text, or is given twice, tells no node apart.
            Files.write(graph, optimised.renamed(NetworkLayers::recorded));
            ProfileTrial.Result result =
                    trial.run(model, profiler, options, graph, optimised.nodes().size());
            TensorFacts seen = TensorFacts.declared(optimised);
            List<LayerRow> rows = NetworkLayers.ran(file, facts, optimised, seen, result.profile());
            List<String> all = new ArrayList<>(notes);
            all.addAll(result.notes());
            return inspection(
                    subject,
                    OPTIMISED,
                    model.model(),
                    file,
                    facts,
                    rows,
                    memory(optimised, seen),
                    result.timing(),
                    all);
        } finally {
            Trees.delete(work);
        }
    }

    /** Declared shapes, and those that the library infers. */
    private static TensorFacts facts(
            Path onnx, NetworkFile file, InputSpec input, EngineProfiler profiler, EngineOptions options)
            throws ModelsException, EngineException, IOException {
        if (profiler == null) {
            return TensorFacts.declared(file);
        }
        TensorFacts facts = TensorFacts.declared(file);
        // Refuses by the file's own name.
        facts.infer(profiler.outputSizes(onnx, input, options));
        Path exposing = Files.createTempFile("saccade-inspect", ".onnx");
        try {
            Files.write(exposing, file.exposing());
            facts.types(file.elementTypes());
            facts.infer(profiler.outputSizes(exposing, input, options));
        } catch (EngineException e) {
            // Weights beside the file are not found from elsewhere: what is declared is told then.
            LOG.debug("shapes are not inferred: {}", e.getMessage());
        } finally {
            Files.delete(exposing);
        }
        return facts;
    }

    private static Inspection.Memory memory(NetworkFile file, TensorFacts facts) {
        long parameters = file.weights().values().stream()
                .map(weight ->
                        TensorShape.of(weight.elementType(), weight.dims()).bytes())
                .filter(bytes -> bytes != null)
                .mapToLong(Long::longValue)
                .sum();
        return new Inspection.Memory(
                parameters, Liveness.peak(file, tensor -> facts.of(tensor).bytes()), LIVENESS);
    }

    private static Inspection inspection(
            String subject,
            String view,
            Path onnx,
            NetworkFile file,
            TensorFacts facts,
            List<LayerRow> rows,
            Inspection.Memory memory,
            Inspection.Timing timing,
            List<String> notes)
            throws ModelsException, IOException {
        NetworkSummary summary = Summaries.of(file, Files.size(onnx), new NodeTypes(file, facts));
        List<String> all = new ArrayList<>(notes);
        long unknown = rows.stream().filter(row -> row.outputBytes() == null).count();
        if (unknown > 0) {
            all.add(unknown + " of " + rows.size() + " layers have outputs whose size only a run tells");
        }
        return new Inspection(subject, view, summary, rows, timing, memory, all);
    }
}
