package dev.saccade.engine;

import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.PackageHashes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares manifests with a model and with what is here, without touching a plan. */
final class EngineFit {
    /** {@link dev.saccade.tensor.TensorSpec#toString()}. */
    private static final Pattern TENSOR = Pattern.compile("(?<name>.*) (?<type>[A-Z0-9]+)\\[(?<shape>[-0-9, ]*)]");
    /** Every option that this version knows to build and to run. */
    private static final Set<String> OPTIONS = Set.of("typing", "workspace", "level", "dla");

    private final ModelPackage model;
    private final EngineTarget here;
    private final OnnxSummary graph;
    private PackageHashes hashes;

    /** Reads the declarations of the model's ONNX file. Without what is here, targets are not compared. */
    EngineFit(ModelPackage model, EngineTarget here) throws EngineException {
        this.model = model;
        this.here = here;
        try {
            graph = OnnxSummary.read(model.model());
        } catch (IOException e) {
            throw new EngineException(false, OneLine.of(e.getMessage()), e);
        }
    }

    /** Everything that differs, what matters most first; empty for an engine that fits. */
    List<EngineDifference> differences(EngineManifest engine) throws EngineException {
        List<EngineDifference> differences = new ArrayList<>();
        addUnlessEqual(differences, "model name", model.name(), engine.model());
        if (!model.identity().equals(engine.modelIdentity())) {
            addParts(differences, engine);
        }
        if (here != null) {
            addTarget(differences, here, engine.target());
        }
        addPorts(differences, "input", graph.inputs(), engine.inputs(), true);
        addPorts(differences, "output", graph.outputs(), engine.outputs(), false);
        addUnlessEqual(differences, "precision", graph.precision(), engine.precision());
        addUnlessEqual(
                differences,
                "plugins",
                graph.plugins().toString(),
                engine.plugins().toString());
        addOptions(differences, engine.options());
        return differences;
    }

    static void addTarget(List<EngineDifference> to, EngineTarget here, EngineTarget engine) {
        addUnlessEqual(to, "back end", here.backend(), engine.backend());
        EngineTargets.Words words = EngineTargets.words(here);
        addUnlessEqual(to, words.device(), here.device(), engine.device());
        addUnlessEqual(to, words.capability(), here.capability(), engine.capability());
        addUnlessEqual(to, words.library() + " version", here.version(), engine.version());
    }

    /** Tells which files of the package are not those that were compiled. */
    private void addParts(List<EngineDifference> to, EngineManifest engine) throws EngineException {
        PackageHashes now = hashes();
        int before = to.size();
        addPart(
                to,
                model.model().getFileName().toString(),
                now.model(),
                engine.hashes().model());
        addPart(to, "model.yaml", now.description(), engine.hashes().description());
        addPart(to, "labels", now.labels(), engine.hashes().labels());
        if (to.size() == before) {
            to.add(EngineDifference.of("package identity", model.identity(), engine.modelIdentity()));
        }
    }

    private static void addPart(List<EngineDifference> to, String part, String now, String then) {
        if (!now.equals(then)) {
            to.add(new EngineDifference(
                    part,
                    part + " is not the one that was compiled: expected SHA-256 " + now + ", the engine has " + then));
        }
    }

    private PackageHashes hashes() throws EngineException {
        try {
            if (hashes == null) {
                hashes = PackageHashes.of(model);
            }
            return hashes;
        } catch (PackageException e) {
            throw new EngineException(false, e.getMessage(), e);
        }
    }

    private static void addUnlessEqual(List<EngineDifference> to, String subject, String expected, String found) {
        if (!expected.equals(found)) {
            to.add(EngineDifference.of(subject, expected, found));
        }
    }

    /** Declared output shapes are often loose; so shapes count for inputs alone, and where they are not open. */
    private static void addPorts(
            List<EngineDifference> to, String kind, List<OnnxPort> declared, List<String> built, boolean shapes) {
        boolean equal = declared.size() == built.size();
        for (int i = 0; equal && i < built.size(); i++) {
            equal = isSame(declared.get(i), built.get(i), shapes);
        }
        if (!equal) {
            to.add(EngineDifference.of(kind + "s", declared.toString(), built.toString()));
        }
    }

    private static boolean isSame(OnnxPort declared, String built, boolean shapes) {
        Matcher tensor = TENSOR.matcher(built);
        if (!tensor.matches()
                || !tensor.group("name").equals(declared.name())
                || declared.type() == null
                || !tensor.group("type").equals(declared.type().name())) {
            return false;
        }
        long[] shape = declared.shape();
        if (!shapes || shape == null) {
            return true;
        }
        String text = tensor.group("shape");
        String[] dims = text.isEmpty() ? new String[0] : text.split(", ");
        for (int d = 0; d < Math.min(shape.length, dims.length); d++) {
            if (shape[d] >= 0 && !Long.toString(shape[d]).equals(dims[d])) {
                return false;
            }
        }
        return dims.length == shape.length && Arrays.stream(dims).noneMatch(d -> d.startsWith("-"));
    }

    private static void addOptions(List<EngineDifference> to, Map<String, String> options) {
        addUnlessEqual(to, "option typing", "strong", options.getOrDefault("typing", "none"));
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option)) {
                to.add(EngineDifference.of("builder options", "none but " + sorted(OPTIONS), option));
            }
        }
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
