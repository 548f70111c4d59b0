package dev.saccade.cli;

import dev.saccade.engine.EngineManifest;
import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.gate.GateReport;
import dev.saccade.models.gate.GateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The record.yaml of a version that is being compiled: what was there, the gate of each engine, who and when. */
final class CompileRecord {
    private static final String FILE = "record.yaml";
    private static final String GATE = "gate";
    private static final String ENGINES = "engines";
    private static final String QUANTISATION = "quantisation";

    private final Path directory;
    private final Map<String, Object> root;
    private final List<Object> gates = new ArrayList<>();

    /** Goes on from the record in a draft, if there is one. */
    CompileRecord(Path directory) throws PackageException {
        this.directory = directory;
        Path file = directory.resolve(FILE);
        root = Files.exists(file) ? PlainYaml.read(file, "creator: NAME", "docs/repository.md") : new LinkedHashMap<>();
    }

    void quantised(Map<String, Object> quantisation) {
        root.put(QUANTISATION, quantisation);
    }

    /** Digests of the pictures that chose ranges or layers of this package, so that they judge nothing. */
    Set<String> choosers() {
        Set<String> all = new HashSet<>();
        if (root.get(QUANTISATION) instanceof Map<?, ?> quantisation) {
            for (String key : List.of("calibration-frames", "selection-frames")) {
                if (quantisation.get(key) instanceof List<?> frames) {
                    frames.forEach(frame -> all.add(String.valueOf(frame)));
                }
            }
        }
        return all;
    }

    /** Keeps what the record tells of engines that were taken over, by their plans' hashes. */
    void keep(Set<String> plans) {
        if (root.get(GATE) instanceof Map<?, ?> gate && gate.get(ENGINES) instanceof List<?> engines) {
            for (Object item : engines) {
                if (item instanceof Map<?, ?> engine && plans.contains(String.valueOf(engine.get("plan")))) {
                    gates.add(engine);
                }
            }
        }
    }

    void add(EngineManifest engine, GateResult result) {
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("plan", engine.planSha256());
        gate.put(
                "target",
                engine.target().device() + ", " + engine.target().backend() + " "
                        + engine.target().version());
        gate.putAll(GateReport.group(result));
        gates.add(gate);
    }

    /** Every engine passed; a version with one that did not is never written. */
    void write(String who, String identity, String precision, Instant started, Instant ended) throws IOException {
        root.putIfAbsent("creator", who);
        root.putIfAbsent("started", started.toString());
        root.putIfAbsent("ended", ended.toString());
        root.put("package", identity);
        root.put("precision", precision);
        Map<String, Object> compile = new LinkedHashMap<>();
        compile.put("creator", who);
        compile.put("started", started.toString());
        compile.put("ended", ended.toString());
        root.put("compile", compile);
        Map<String, Object> gate = new LinkedHashMap<>();
        gate.put("verdict", "passed");
        gate.put("reason", gates.size() + (gates.size() == 1 ? " engine" : " engines") + " passed");
        gate.put(ENGINES, gates);
        root.put(GATE, gate);
        DumpSettings style = DumpSettings.builder()
                .setSchema(new FailsafeSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(Integer.MAX_VALUE)
                .setDereferenceAliases(true)
                .build();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(FILE), new Dump(style).dumpToString(root));
    }
}
