package dev.saccade.models.proposal;

import dev.saccade.engine.EngineException;
import dev.saccade.internal.onnx.OnnxOutline;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.internal.onnx.OnnxWeights;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import dev.saccade.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model.yaml proposed for an ONNX file: every key with its reason, and what is left to ask. Reading it checks the file's
 * limits and weights, and runs the graph once on the CPU. Not thread-safe.
 */
public final class ImportProposal {
    private static final List<String> ORDER = List.of("name", "task", "fallback", "device", "gpu-priority");

    private final ImportedFile file;
    private final Keys keys;
    private final ClassNames names;
    private List<Alternative> alternatives = List.of();

    private ImportProposal(ImportedFile file) throws ModelsException {
        this.file = file;
        keys = new Keys(file.given());
        names = new ClassNames(file.labels(), keys);
    }

    /**
     * Reads a file and proposes.
     *
     * @param file what to import
     * @return the proposal; where {@link #questions()} is not empty it is to be made again with their answers
     * @throws ModelsException of kind BAD_INPUT when the file is damaged, over a limit, holds weights that are no
     *     numbers, is refused by ONNX Runtime, or is of a form for which there is no package
     */
    public static ImportProposal of(ImportedFile file) throws ModelsException {
        ImportProposal proposal = new ImportProposal(file);
        try {
            OnnxWeights.check(file.onnx());
            proposal.fill(OnnxOutline.read(file.onnx()), OnnxSummary.read(file.onnx()));
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        } catch (EngineException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        } catch (ModelsException e) {
            String text = e.getMessage();
            throw e.kind() == ModelsException.Kind.BAD_INPUT
                            && !text.startsWith(file.onnx().toString())
                            && !proposal.names.isNamed(text)
                    ? new ModelsException(e.kind(), file.onnx() + ": " + text, e)
                    : e;
        }
        return proposal;
    }

    private void fill(OnnxOutline graph, OnnxSummary ports) throws ModelsException, EngineException, IOException {
        Exporter exporter = new Exporter(graph.metadata());
        keys.know("name", name(), file.name() == null ? "the file's name" : Keys.GIVEN);
        InputKeys input = new InputKeys(ports, exporter, keys);
        input.fill();
        if (!keys.questions().isEmpty()) {
            return;
        }
        int[] size = size();
        List<TensorSpec> outputs = Probe.outputs(file.onnx(), keys, size);
        names.read();
        DecoderKeys decoder = new DecoderKeys(graph, exporter, outputs, keys, names.count(), size);
        decoder.fill();
        if (!keys.questions().isEmpty()) {
            return;
        }
        alternatives = new Pixels(graph, exporter, keys).fill(input.tensor());
        thresholds();
        names.fill(exporter, decoder.classes(), decoder.counted());
        provenance(graph);
        keys.takeRest();
    }

    private String name() throws ModelsException {
        if (file.name() != null) {
            if (!ModelPackages.isName(file.name())) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        "--name " + file.name()
                                + ": at most 100 letters, digits, '.', '_' and '-', a letter or digit first");
            }
            return file.name();
        }
        String stem = String.valueOf(file.onnx().getFileName()).replaceAll("(?i)\\.onnx$", "");
        String name = stem.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "model" : name.substring(0, Math.min(100, name.length()));
    }

    private int[] size() {
        String[] sides = keys.value("input.size").replaceAll("[\\[\\] ]", "").split(",");
        return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[1])};
    }

    private void thresholds() {
        if ("yolov8".equals(keys.value("decoder.kind"))) {
            keys.know("thresholds.score", "0.25", "usual for this decoder");
            keys.know("thresholds.iou", "0.7", "usual for this decoder");
        } else if ("detection".equals(keys.value("task"))) {
            keys.know("thresholds.score", "0.3", "the default");
        }
    }

    private void provenance(OnnxOutline graph) throws IOException {
        keys.know("provenance.source", String.valueOf(file.onnx().getFileName()), "");
        keys.know("provenance.sha256", Sha256.of(file.onnx()), "");
        keys.know("provenance.bytes", Long.toString(Files.size(file.onnx())), "");
        keys.know("provenance.licence", "unknown", "say it where you know it");
        if (!graph.producer().isEmpty()) {
            keys.know("provenance.producer", cut(graph.producer()), "");
        }
        keys.know("provenance.opset", Long.toString(graph.opset()), "");
        for (String key : List.of("description", "author", "version", "date", "license")) {
            if (graph.metadata().containsKey(key)) {
                keys.know("provenance.exported-" + key, cut(graph.metadata().get(key)), "metadata of the file");
            }
        }
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** @return what the package is made of */
    public ImportedFile file() {
        return file;
    }

    /** @return keys of model.yaml with value and reason, in the file's order */
    public Map<String, Choice> choices() {
        Map<String, Choice> ordered = new LinkedHashMap<>();
        for (String key : ORDER) {
            if (keys.choices().containsKey(key)) {
                ordered.put(key, keys.choices().get(key));
            }
        }
        keys.choices().forEach(ordered::putIfAbsent);
        return Collections.unmodifiableMap(ordered);
    }

    /** @return what the user must say first; empty when the proposal is complete */
    public List<Question> questions() {
        return List.copyOf(keys.questions());
    }

    /** @return one line each; may be empty */
    public List<String> warnings() {
        return List.copyOf(keys.warnings());
    }

    /** @return class names, one a class; empty when the decoder needs none */
    public List<String> labels() {
        return names.labels();
    }

    /** @return the ways to read what the file leaves open, the proposed one first; at least that one */
    public List<Alternative> alternatives() {
        return alternatives;
    }

    /**
     * Makes one of the alternatives the proposed one.
     *
     * @param chosen of {@link #alternatives()}
     * @param reason why, one line
     * @param isSure whether the user said so
     */
    public void choose(Alternative chosen, String reason, boolean isSure) {
        chosen.keys().forEach((key, value) -> {
            Choice before = keys.choices().get(key);
            if (before == null || !before.isSure()) {
                keys.choices().put(key, new Choice(value, reason, isSure));
            }
        });
        List<Alternative> others = new ArrayList<>(alternatives);
        others.remove(chosen);
        others.add(0, chosen);
        alternatives = List.copyOf(others);
    }

    /** @return text of model.yaml */
    public String description() {
        return YamlText.of(choices());
    }
}
