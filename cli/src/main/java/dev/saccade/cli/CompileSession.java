package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.SoundWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One {@code saccade compile} into a store: builds an engine for each package and precision, one after the other. The
 * first that fails ends it.
 */
final class CompileSession {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EngineBuilder builder;
    private final CompileOptions options;
    private final PrintWriter out;
    private final Terminal terminal = new Terminal();

    CompileSession(EngineBuilder builder, CompileOptions options, PrintWriter out) {
        this.builder = builder;
        this.options = options;
        this.out = out;
    }

    int compile(List<String> names) throws Exception {
        Assets assets = new Assets(terminal, options.repository);
        List<PrecisionStep> steps = options.steps();
        for (String name : names) {
            Optional<Path> here = assets.modelHere(name);
            if (here.isPresent()) {
                check(ModelPackages.read(here.get()), steps);
            }
        }
        String reason = builder.unavailable();
        if (reason != null) {
            throw new EngineException(true, reason, null);
        }
        // A device that is not there is told before anything is pulled.
        builder.target(options.gpu());
        ArrayNode built = JSON.arrayNode();
        for (String name : names) {
            ModelPackage source = assets.read(name);
            for (PrecisionStep step : steps) {
                try (CompileMeter meter = new CompileMeter(source.name() + " " + step.word(), terminal)) {
                    ModelPackage model = step.of(source, meter).model();
                    StoredEngine engine = builder.build(model, options.build(options.cache()), meter);
                    built.add(json(model, engine, meter.seconds()));
                    if (!options.json) {
                        terminal.clearStatus();
                        print(model, engine, meter.seconds());
                    }
                }
            }
        }
        if (options.json) {
            out.println(built.toPrettyString());
        }
        return ExitCode.OK;
    }

    /** What is wrong with a model is told on any machine, and before another model is compiled. */
    private static void check(ModelPackage model, List<PrecisionStep> steps) throws PackageException, ModelsException {
        SoundWeights.check(model.model());
        for (PrecisionStep step : steps) {
            step.check(model);
        }
    }

    private void print(ModelPackage model, StoredEngine engine, double seconds) throws IOException {
        EngineManifest manifest = engine.manifest();
        EngineTarget target = manifest.target();
        out.println("model     " + manifest.model() + ", " + manifest.precision());
        out.println("package   " + model.directory());
        out.println("identity  " + manifest.modelIdentity());
        out.println("target    " + text(target));
        out.printf(
                Locale.ROOT,
                "engine    %s%n          %.1f MB, built in %.0f s%n",
                engine.plan(),
                Files.size(engine.plan()) / 1e6,
                seconds);
        out.flush();
    }

    static String text(EngineTarget target) {
        String capability = target.backend().equals("tensorrt") ? "compute capability " : "extensions ";
        return target.device() + ", " + capability + target.capability() + ", " + target.backend() + " "
                + target.version();
    }

    private static ObjectNode json(ModelPackage model, StoredEngine engine, double seconds) throws IOException {
        ObjectNode node = manifest(engine.manifest());
        node.put("package", model.directory().toString());
        node.put("engine", engine.plan().toString());
        node.put("bytes", Files.size(engine.plan()));
        node.put("seconds", Math.round(seconds * 10) / 10.0);
        return node;
    }

    /** What a manifest says, by stable names. */
    static ObjectNode manifest(EngineManifest manifest) {
        ObjectNode node = JSON.objectNode();
        node.put("model", manifest.model());
        node.put("identity", manifest.modelIdentity());
        node.put("precision", manifest.precision());
        manifest.inputs().forEach(node.putArray("inputs")::add);
        manifest.outputs().forEach(node.putArray("outputs")::add);
        manifest.plugins().forEach(node.putArray("plugins")::add);
        node.putObject("target")
                .put("backend", manifest.target().backend())
                .put("version", manifest.target().version())
                .put("device", manifest.target().device())
                .put("capability", manifest.target().capability());
        ObjectNode options = node.putObject("options");
        manifest.options().entrySet().stream()
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(e -> options.put(e.getKey(), e.getValue()));
        node.put("planSha256", manifest.planSha256());
        node.put("built", manifest.builtAt());
        return node;
    }
}
