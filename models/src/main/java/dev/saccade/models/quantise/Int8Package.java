package dev.saccade.models.quantise;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.SourceException;
import dev.saccade.internal.files.DraftDirectory;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameStore;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.SpotCheck;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.precision.DerivedPackage;
import dev.saccade.models.precision.QuantLayer;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.models.precision.ValueRange;
import dev.saccade.models.pull.Sha256;
import dev.saccade.time.MonotonicClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes an INT8 package out of an FP32 one: ranges from real frames, each layer's cost, as many INT8 layers as the accuracy
 * gate lets pass on frames that did not calibrate, and its verdict on frames that chose none of all this. On one machine, the same package, frames and options give the
 * same bytes. Stateless; one thread a call.
 */
public final class Int8Package {
    /** What a quantised package's name ends with. */
    public static final String SUFFIX = "-int8";

    /** Scratch of quantisations into the same directory; what a killed one left the next one removes. */
    private static final String DRAFTS = ".saccade-int8";

    private static final int CALIBRATION_TRIAL_FRAMES = 6;

    private final ModelPackage model;
    private final Int8Options options;
    private final Int8Progress progress;
    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final Path work;

    private Int8Package(ModelPackage model, Int8Options options, Int8Progress progress, Path work) {
        this.model = model;
        this.options = options;
        this.progress = progress;
        this.work = work;
    }

    /**
     * Quantises a package into a new directory, which appears whole, and only when the gate lets it pass.
     *
     * @param from package directory
     * @param to directory to make; must not exist, or be empty
     * @param options how
     * @param frames what it is calibrated and judged on; read to its end, not closed
     * @param progress hears how far it is
     * @return what was done; {@link Int8Report#isPassed()} tells whether there is a package
     * @throws ModelsException of kind USAGE for an existing target, BAD_INPUT when the package, its network or the frames are
     *     refused, STORAGE when a file cannot be read or written
     * @throws SourceException when the source fails
     * @throws EngineException when the CPU cannot run the network
     */
    public static Int8Report convert(Path from, Path to, Int8Options options, FrameSupply frames, Int8Progress progress)
            throws ModelsException, SourceException, EngineException {
        DerivedPackage.requireFree(to);
        try {
            ModelPackage model = ModelPackages.read(from);
            // Frames are large: they lie on the disk that the package goes to.
            Path drafts = to.toAbsolutePath().normalize().resolveSibling(DRAFTS);
            DraftDirectory.sweep(drafts);
            try (DraftDirectory work = DraftDirectory.create(drafts)) {
                return new Int8Package(model, options, progress, work.path()).convert(to, frames);
            } finally {
                removeIfEmpty(drafts);
            }
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        } catch (IOException e) {
            throw ModelsException.storage(to + ": the directory beside it for drafts cannot be used", e);
        }
    }

    private static void removeIfEmpty(Path drafts) throws IOException {
        try {
            Files.deleteIfExists(drafts);
        } catch (DirectoryNotEmptyException e) {
            // Another quantisation is at work beside this one, and removes it later.
            return;
        }
    }

    private Int8Report convert(Path to, FrameSupply supply)
            throws ModelsException, SourceException, EngineException, PackageException, IOException {
        QuantNetwork network = QuantNetwork.of(model.model(), options.target());
        Map<QuantLayer, String> stay = stay(network);
        FrameStore store =
                FrameStore.take(supply, options.frames(), work, read -> progress.at("reading frames", read, 0));
        FrameSplit split = FrameSplit.of(store);
        // Graphs that are optimised on the way are nobody's later.
        EngineOptions engine = new EngineOptions(
                options.engine().threads(),
                options.engine().spin(),
                options.engine().avoidCpu(),
                work.resolve("graphs"),
                options.engine().device());
        NetworkFiles files = new NetworkFiles(model, work);
        try (Subject reference = Subject.reference(model, engine)) {
            PreparedInputs inputs;
            try (FrameSupply some = store.supply(split.calibration(), clock)) {
                inputs = PreparedInputs.of(some, reference, work, clock);
            }
            Calibrator.Counted counted = Calibrator.run(files, network, inputs, engine, progress);
            Map<Calibration, Int8Networks> written = written(counted, network, stay);
            List<QuantLayer> layers = network.layers().stream()
                    .filter(layer -> !stay.containsKey(layer))
                    .toList();
            if (layers.isEmpty()) {
                throw ModelsException.badInput(model.directory() + ": every layer stays FP32 ("
                        + stay.entrySet().iterator().next().getKey().node() + ": "
                        + stay.values().iterator().next() + "); keep fewer");
            }
            List<Int8Report.Tried> tried = new ArrayList<>();
            Calibration calibration;
            Int8Search search;
            Map<QuantLayer, SpotCheck.Distance> costs = Map.of();
            try (SpotCheck check = new SpotCheck(reference, store.supply(spot(split), clock), clock)) {
                CalibrationTrial trial = new CalibrationTrial(files, written, engine, progress);
                calibration = trial.best(layers, check, tried);
                search = new Int8Search(files, written.get(calibration), store, engine, progress, clock);
                if (options.sensitivityFrames() > 0) {
                    costs = search.sensitivities(layers, check);
                }
            }
            Int8Search.Choice choice = search.find(layers, Int8Search.costliestFirst(costs), split);
            LatencyRatio latency = choice.gate().isPassed() ? latency(files, choice.bytes(), inputs, engine) : null;
            Int8Report report = new Int8Report(
                    options.target(),
                    options.rest(),
                    calibration,
                    tried,
                    store.uri(),
                    digests(split.calibration()),
                    digests(search.selection()),
                    describe(network, stay, choice.quantised(), costs, counted.elements()),
                    search.attempts(),
                    choice.gate(),
                    Files.size(model.model()),
                    choice.bytes().length,
                    latency,
                    network.sourceSha256(),
                    Sha256.of(choice.bytes()));
            if (report.isPassed()) {
                DerivedPackage.publish(model, to, SUFFIX, onnx -> {
                    Files.write(onnx, choice.bytes());
                    return new DerivedPackage.Made(null, provenance(report));
                });
            }
            return report;
        }
    }

    /** Layers that stay FP32 before anything is measured, with the reason. */
    private Map<QuantLayer, String> stay(QuantNetwork network) throws ModelsException {
        Map<QuantLayer, String> stay = new LinkedHashMap<>();
        for (QuantLayer layer : network.layers()) {
            if (!layer.isQuantisable()) {
                stay.put(layer, layer.obstacle());
            }
        }
        network.layersOf(options.keep()).forEach(layer -> stay.putIfAbsent(layer, "kept by request"));
        if (options.keepFirstLast()) {
            List<QuantLayer> all = network.layers();
            stay.putIfAbsent(all.get(0), "kept as the first layer");
            stay.putIfAbsent(all.get(all.size() - 1), "kept as the last layer");
        }
        return stay;
    }

    /** The network with the ranges of each calibration; a layer whose input has none stays FP32 in all. */
    private Map<Calibration, Int8Networks> written(
            Calibrator.Counted counted, QuantNetwork network, Map<QuantLayer, String> stay) throws ModelsException {
        for (QuantLayer layer : network.layers()) {
            RangeHistogram histogram = counted.histograms().get(layer.input());
            if (histogram == null || !histogram.isUsable()) {
                stay.putIfAbsent(layer, "its input '" + layer.input() + "' held NaN or infinity");
            }
        }
        Set<QuantLayer> kept = network.layersOf(options.keep());
        if (options.keepFirstLast()) {
            kept.add(network.layers().get(0));
            kept.add(network.layers().get(network.layers().size() - 1));
        }
        Map<Calibration, Int8Networks> all = new EnumMap<>(Calibration.class);
        for (Calibration calibration : options.calibrations()) {
            Map<String, ValueRange> ranges = new LinkedHashMap<>();
            counted.histograms().forEach((tensor, histogram) -> {
                if (histogram.isUsable()) {
                    ranges.put(tensor, histogram.range(calibration, options.target()));
                }
            });
            all.put(calibration, new Int8Networks(network, ranges, kept, options.rest()));
        }
        return all;
    }

    /** Frames on which calibrations and single layers are tried. */
    private List<FrameStore.Stored> spot(FrameSplit split) {
        int most = options.sensitivityFrames() == 0 ? CALIBRATION_TRIAL_FRAMES : options.sensitivityFrames();
        return FrameSplit.spread(split.selection(), most);
    }

    private static List<String> digests(List<FrameStore.Stored> frames) {
        return frames.stream().map(FrameStore.Stored::sha256).toList();
    }

    private static LatencyRatio latency(
            NetworkFiles files, byte[] quantised, PreparedInputs inputs, EngineOptions options)
            throws ModelsException, EngineException {
        ModelPackage after = files.with(quantised);
        try (Engine fp32 = Engines.load(files.model(), Backend.CPU, options);
                Engine int8 = Engines.load(after, Backend.CPU, options);
                BytePointer frame = new BytePointer(inputs.read(0))) {
            Kernels.copy(fp32.inputs().get(0).address(), frame.address(), frame.capacity());
            Kernels.copy(int8.inputs().get(0).address(), frame.address(), frame.capacity());
            return LatencyRatio.measure(fp32, int8);
        } finally {
            files.drop(after);
        }
    }

    private static List<Int8Layer> describe(
            QuantNetwork network,
            Map<QuantLayer, String> stay,
            Set<QuantLayer> quantised,
            Map<QuantLayer, SpotCheck.Distance> costs,
            Map<String, Long> elements) {
        return network.layers().stream()
                .map(layer -> new Int8Layer(
                        layer.node(),
                        layer.operator(),
                        layer.weights(),
                        elements.getOrDefault(layer.countedTensor(), 0L) * layer.each(),
                        quantised.contains(layer),
                        quantised.contains(layer) ? "" : stay.getOrDefault(layer, "restored until the gate passed"),
                        costs.get(layer)))
                .toList();
    }

    private Map<String, String> provenance(Int8Report report) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("sha256", report.sha256());
        lines.put("int8-from", model.name());
        lines.put("int8-from-sha256", report.sourceSha256());
        lines.put("int8-target", report.target().word());
        lines.put(
                "int8-calibration",
                report.calibration().name().toLowerCase(Locale.ROOT) + ", "
                        + report.calibrationFrames().size() + " frames");
        // The digest of the pictures' digests, one a line: the report lists them.
        String frames = String.join("\n", report.calibrationFrames());
        lines.put("int8-frames-sha256", Sha256.of(frames.getBytes(StandardCharsets.US_ASCII)));
        lines.put("int8-gate", "passed on " + report.gate().frames().size() + " frames that chose nothing");
        lines.put("int8-rest", report.rest().word());
        lines.put("int8-layers", report.int8Layers() + " of " + report.layers().size());
        String stayed = report.layers().stream()
                .filter(layer -> !layer.isInt8())
                .map(Int8Layer::node)
                .collect(Collectors.joining(", "));
        lines.put("int8-" + report.rest().word() + "-layers", stayed.isEmpty() ? "none" : stayed);
        if (!options.who().isBlank()) {
            lines.put("int8-made-by", options.who());
        }
        return lines;
    }
}
