package dev.saccade.cli;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameRecord;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.GateReport;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.pull.Trees;
import dev.saccade.models.quantise.Int8Layer;
import dev.saccade.models.quantise.Int8Options;
import dev.saccade.models.quantise.Int8Package;
import dev.saccade.models.quantise.Int8Report;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * The INT8 package of an FP32 one, made once for the same frames and options: a package of its own in a directory beside
 * the store, and beside that what a version's record tells of the quantisation.
 */
final class QuantisedPackage {
    private static final int MOST_READ = 2000;
    private static final String RECORD = ".yaml";

    private final Path directory;
    private final QuantTarget target;
    private final Int8Options options;
    private final String frames;
    private final Assets assets = new Assets(new Terminal());

    QuantisedPackage(CompileOptions asked) {
        directory = HalvedPackage.beside(asked.cache());
        target = asked.int8Target();
        frames = asked.frames;
        Int8Options usual = Int8Options.usual(target, Perceivers.options());
        options = new Int8Options(
                target,
                usual.calibrations(),
                asked.keepFp32,
                false,
                usual.rest(),
                usual.frames(),
                usual.sensitivityFrames(),
                "",
                usual.engine());
    }

    /**
     * What was made.
     *
     * @param package8 its directory
     * @param record the group {@code quantisation} of a version's record
     */
    record Made(Path package8, Map<String, Object> record) {}

    /** Refuses what {@link #of} refuses, as far as the network alone can tell, and writes nothing. */
    void check(ModelPackage model) throws ModelsException {
        QuantNetwork.of(model.model(), target).layersOf(options.keep());
    }

    Made of(ModelPackage model, CompileMeter meter) throws Exception {
        String uri = FramesUri.of(frames, assets);
        String made =
                model.identity() + "\n" + target + "\n" + new TreeSet<>(options.keep()) + "\n" + FramesUri.digest(uri);
        String key = UUID.nameUUIDFromBytes(made.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        Path quantised = directory.resolve(model.name() + Int8Package.SUFFIX + "-" + key);
        Path record = quantised.resolveSibling(quantised.getFileName() + RECORD);
        if (!Files.isDirectory(quantised) || !Files.isRegularFile(record)) {
            Trees.delete(quantised);
            write(record, quantise(model, quantised, uri, meter));
        }
        return new Made(quantised, PlainYaml.read(record, "target: tensorrt", "docs/precision.md"));
    }

    private Map<String, Object> quantise(ModelPackage model, Path to, String uri, CompileMeter meter) throws Exception {
        Int8Report report;
        try (FrameSupply supply =
                new FrameSupply(Cameras.open(uri), HostFrameMemory.INSTANCE, MOST_READ, MonotonicClock.SYSTEM)) {
            report = Int8Package.convert(model.directory(), to, options, supply, meter::step);
        }
        if (!report.isPassed()) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    model.name() + ", int8 for " + target.word() + ", fails the gate "
                            + (report.isFinal() ? "on frames that chose nothing" : "with every choice of INT8 layers")
                            + ": " + report.gate().verdict()
                            + "; 'saccade models quantise' tells every layer and number");
        }
        return record(report);
    }

    private static Map<String, Object> record(Int8Report report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("target", report.target().word());
        root.put("calibration", report.calibration().name().toLowerCase(Locale.ROOT));
        root.put("source", report.source());
        root.put("source-sha256", report.sourceSha256());
        root.put("int8-layers", report.int8Layers() + " of " + report.layers().size());
        List<Object> others = new ArrayList<>();
        for (Int8Layer layer : report.layers()) {
            if (!layer.isInt8()) {
                others.add(new LinkedHashMap<>(Map.of("node", layer.node(), "reason", layer.reason())));
            }
        }
        root.put("fp32-layers", others);
        root.put("calibration-frames", report.calibrationFrames());
        root.put("selection-frames", report.selectionFrames());
        root.put(
                "final-frames",
                report.gate().frames().stream().map(FrameRecord::sha256).toList());
        root.put("final-gate", GateReport.group(report.gate()));
        return root;
    }

    private static void write(Path file, Map<String, Object> record) throws Exception {
        DumpSettings style = DumpSettings.builder()
                .setSchema(new FailsafeSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .setDereferenceAliases(true)
                .build();
        Path part = file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        try {
            Files.writeString(part, new Dump(style).dumpToString(record));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
