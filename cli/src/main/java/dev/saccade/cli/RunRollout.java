package dev.saccade.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.saccade.control.ControlLoop;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.FrameSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.pipeline.PerceptionAgent;
import dev.saccade.vision.Perceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The models of a run: what serves, and what looks beside it. */
final class RunRollout implements AutoCloseable {
    private final RunOptions options;
    private final Assets assets;
    private final RunEngine engine;
    private NamedModel production;
    private NamedModel serving;
    /** Null unless asked for. */
    private final RunCanary canary;
    /** Null without one. */
    private RunShadow shadow;

    RunRollout(RunOptions options, Assets assets, RunEngine engine) {
        this.options = options;
        this.assets = assets;
        this.engine = engine;
        canary = options.rollout.canary == null ? null : new RunCanary(options.rollout);
    }

    /** Finds the models, and decides which one serves. */
    NamedModel choose() throws Exception {
        production = named(productionName());
        serving = canary == null ? production : canary.choose(production, this::named);
        return serving;
    }

    /** Without {@code --model}, what serves is the production version of the candidate that was named. */
    private String productionName() {
        String candidate = options.rollout.canary != null ? options.rollout.canary : options.rollout.shadow;
        boolean isVersion = candidate != null && candidate.indexOf('@') > 0 && !Files.isDirectory(Path.of(candidate));
        return options.model == null && isVersion ? candidate.substring(0, candidate.indexOf('@')) : options.model;
    }

    private NamedModel named(String name) throws Exception {
        ModelPackage model = assets.read(name);
        return new NamedModel(
                name == null ? model.name() : name,
                options.minScore == null ? model : model.withMinScore(options.minScore),
                assets.trust(),
                assets.version());
    }

    /** Loads what serves, with what stands in for it; a candidate that cannot be loaded leaves the run to production. */
    Perceiver load() throws Exception {
        if (canary == null || !canary.isChosen()) {
            return engine.load(serving, assets);
        }
        try {
            return engine.loadBefore(serving, production);
        } catch (PackageException | EngineException | CommandException e) {
            canary.refuse("cannot be loaded: " + e.getMessage());
            serving = production;
            return engine.load(serving, assets);
        }
    }

    /** What serves; to be asked once it is loaded. */
    NamedModel serving() {
        return serving;
    }

    /** Puts beside the loop what belongs there. */
    void join(
            ControlLoop<?> loop,
            FrameSource camera,
            Perceiver perceiver,
            Outputs outputs,
            Supplier<PerceptionAgent> perception)
            throws Exception {
        if (canary != null && canary.isChosen()) {
            shadow = beside(perceiver, production, true, camera);
            canary.watch(perception, shadow.record());
            outputs.addReader("canary", canary);
        } else if (options.rollout.shadow != null) {
            NamedModel candidate = named(options.rollout.shadow);
            RunShadow.requireComparable(serving.model(), candidate.model());
            shadow = beside(perceiver, candidate, false, camera);
        }
        if (shadow != null) {
            loop.shadow(shadow.shadow());
        }
    }

    private RunShadow beside(Perceiver perceiver, NamedModel other, boolean isReference, FrameSource camera)
            throws Exception {
        return RunShadow.load(engine, perceiver, other, isReference, camera, options.rollout.cost());
    }

    /** A few words for the status line, with what separates them from the rest; empty without any. */
    String status() {
        List<String> words = new ArrayList<>();
        if (canary != null && !canary.status().isEmpty()) {
            words.add(canary.status());
        }
        if (shadow != null) {
            words.add(shadow.status());
        }
        return words.isEmpty() ? "" : "  |  " + String.join(", ", words);
    }

    /** One line each for the summary, after a heading of ten columns. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (canary != null) {
            lines.add("canary    " + canary.line());
        }
        if (shadow != null) {
            lines.add("shadow    " + shadow.line());
        }
        return lines;
    }

    void write(JsonGenerator json) throws IOException {
        if (shadow != null) {
            shadow.write(json);
        }
        if (canary != null) {
            canary.write(json);
        }
    }

    /** After the loop. */
    @Override
    public void close() {
        if (shadow != null) {
            shadow.close();
        }
    }
}
