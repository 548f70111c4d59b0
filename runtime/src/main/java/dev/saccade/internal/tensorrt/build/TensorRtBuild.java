package dev.saccade.internal.tensorrt.build;

import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.BuildProgress;
import dev.saccade.engine.EngineDraft;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.internal.onnx.OnnxSummary;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.PackageHashes;
import dev.saccade.tensor.TensorSpec;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One build of one model: the steps in their order, and what each failure means. One thread, used once. */
final class TensorRtBuild {
    private static final Logger LOG = LoggerFactory.getLogger(TensorRtBuild.class);
    private static final int HIGHEST_LEVEL = 5;

    private final BuildLibrary library;
    private final ModelPackage model;
    private final EngineTarget target;
    private final BuildOptions options;
    private final Phases phases;
    private final NetworkInputs inputs;
    private final EngineStore store;
    private final EngineStore timings;

    TensorRtBuild(
            BuildLibrary library,
            ModelPackage model,
            EngineTarget target,
            BuildOptions options,
            BuildProgress progress) {
        this.library = library;
        this.model = model;
        this.target = target;
        this.options = options;
        phases = new Phases(model.name(), progress);
        inputs = new NetworkInputs(model);
        store = new EngineStore(options.store());
        timings = new EngineStore(options.timings());
    }

    StoredEngine run() throws EngineException {
        check();
        phases.next("reading");
        OnnxSummary summary = summary();
        PackageHashes hashes = hashes();
        try (EngineDraft draft = store.draft();
                BuildLibrary.Builder builder = made(library.builder(), "builder")) {
            checkDla(builder);
            try (BuildLibrary.Network network = made(builder.network(), "network");
                    BuildLibrary.Parser parser = made(network.parser(), "ONNX parser")) {
                parse(parser, network);
                List<TensorSpec> fixed = inputs.fixed(network.inputs());
                List<String> outputs = outputs(network);
                build(builder, network, fixed, draft);
                phases.next("publishing");
                return draft.publish(new EngineManifest(
                        model.name(),
                        model.identity(),
                        hashes,
                        fixed.stream().map(TensorSpec::toString).toList(),
                        outputs,
                        summary.precision(),
                        summary.plugins(),
                        target,
                        optionsByName(options),
                        draft.planSha256(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
            }
        }
    }

    private void check() throws EngineException {
        if (options.level() < -1 || options.level() > HIGHEST_LEVEL || options.workspaceBytes() < 0) {
            throw new EngineException(
                    false,
                    "builder level " + options.level() + ", workspace " + options.workspaceBytes()
                            + ": give a level from 0 to " + HIGHEST_LEVEL + " and a workspace from 0",
                    null);
        }
    }

    private OnnxSummary summary() throws EngineException {
        try {
            return OnnxSummary.read(model.model());
        } catch (IOException e) {
            throw new EngineException(false, e.getMessage(), e);
        }
    }

    private PackageHashes hashes() throws EngineException {
        try {
            return PackageHashes.of(model);
        } catch (PackageException e) {
            throw new EngineException(false, e.getMessage(), e);
        }
    }

    private void checkDla(BuildLibrary.Builder builder) throws EngineException {
        int cores = builder.dlaCores();
        if (options.dlaCore() >= cores) {
            throw new EngineException(
                    true,
                    target.device() + " has "
                            + (cores == 0
                                    ? "no DLA core"
                                    : cores == 1 ? "DLA core 0 alone" : "DLA cores 0 to " + (cores - 1))
                            + ", --dla " + options.dlaCore() + " asks for another: "
                            + (cores == 0 ? "leave --dla out" : "give one of these"),
                    null);
        }
    }

    private void parse(BuildLibrary.Parser parser, BuildLibrary.Network network) throws EngineException {
        phases.next("parsing");
        if (!parser.parse(model.model())) {
            List<BuildLibrary.Parser.Fault> faults = parser.faults();
            throw inputs.refused(
                    faults.isEmpty()
                            ? "TensorRT cannot read it" + complaint() + ": export it again with standard ONNX operators"
                            : ParserRefusal.of(faults));
        }
        if (network.layers() == 0) {
            throw inputs.refused("the graph has no layers: export it again");
        }
        for (int i = 0; i < network.inputs().size(); i++) {
            if (network.isShapeInput(i)) {
                throw inputs.refused("input " + network.inputs().get(i)
                        + " gives sizes, which nothing feeds here: export the model with fixed sizes");
            }
        }
    }

    private List<String> outputs(BuildLibrary.Network network) throws EngineException {
        for (OnnxPort output : network.outputs()) {
            if (output.type() == null) {
                throw inputs.refused(
                        "output " + output + " has an element type that is not read here: cast it in the model");
            }
        }
        return network.outputs().stream().map(OnnxPort::toString).toList();
    }

    private void build(
            BuildLibrary.Builder builder, BuildLibrary.Network network, List<TensorSpec> fixed, EngineDraft draft)
            throws EngineException {
        try (BuildLibrary.Config config = made(builder.config(), "builder configuration")) {
            configure(config);
            addProfile(builder, network, config, fixed);
            try (BuildLibrary.TimingCache cache = timingCache(config)) {
                phases.next("optimising");
                try (BuildLibrary.Memory plan = builder.build(network, config)) {
                    phases.check();
                    if (plan == null || plan.bytes() == 0) {
                        throw inputs.refused("TensorRT builds no engine" + complaint()
                                + ": try another --level or --workspace, or simplify the model");
                    }
                    keepTimings(cache);
                    phases.next("checking");
                    write(plan, draft);
                    inspect(plan, draft);
                }
            }
        }
    }

    private void configure(BuildLibrary.Config config) {
        if (options.workspaceBytes() > 0) {
            config.workspace(options.workspaceBytes());
        }
        if (options.level() >= 0) {
            config.level(options.level());
        }
        if (options.dlaCore() >= 0) {
            config.dla(options.dlaCore());
        }
        config.detailed();
    }

    /** TensorRT wants a profile as soon as one dimension is open. */
    private void addProfile(
            BuildLibrary.Builder builder,
            BuildLibrary.Network network,
            BuildLibrary.Config config,
            List<TensorSpec> fixed)
            throws EngineException {
        List<OnnxPort> declared = network.inputs();
        boolean open = declared.stream().anyMatch(p -> Arrays.stream(p.shape()).anyMatch(d -> d < 0));
        if (!open) {
            return;
        }
        BuildLibrary.Profile profile = builder.profile();
        if (profile == null) {
            throw failed("optimisation profile");
        }
        for (int i = 0; i < fixed.size(); i++) {
            boolean isOpen = Arrays.stream(declared.get(i).shape()).anyMatch(d -> d < 0);
            if (isOpen && !profile.fix(fixed.get(i).name(), fixed.get(i).shape())) {
                throw inputs.refused("TensorRT refuses " + fixed.get(i) + " as the shape of its input" + complaint()
                        + ": export the model with fixed sizes");
            }
        }
        if (!profile.isValid() || config.add(profile) < 0) {
            throw inputs.refused("TensorRT refuses the profile of shapes " + fixed + complaint()
                    + ": export the model with fixed sizes");
        }
    }

    /** The cache that the build fills; null when the library has none, and then every kernel is timed anew. */
    private BuildLibrary.TimingCache timingCache(BuildLibrary.Config config) {
        byte[] kept = timings.timings(model.name(), target);
        BuildLibrary.TimingCache cache = config.timingCache(kept);
        if (cache != null && config.use(cache)) {
            return cache;
        }
        if (cache != null) {
            cache.close();
        }
        if (kept.length > 0) {
            LOG.warn("{}: TensorRT refuses the timings of an earlier build, kernels are timed again", model.name());
            BuildLibrary.TimingCache empty = config.timingCache(new byte[0]);
            if (empty != null && config.use(empty)) {
                return empty;
            }
            if (empty != null) {
                empty.close();
            }
        }
        LOG.warn("{}: TensorRT keeps no timings{}", model.name(), complaint());
        return null;
    }

    /** An engine is worth more than its timings: without them it is published all the same. */
    private void keepTimings(BuildLibrary.TimingCache cache) {
        if (cache == null) {
            return;
        }
        try (BuildLibrary.Memory serialised = cache.serialise()) {
            if (serialised == null) {
                LOG.warn("{}: the timings cannot be kept{}", model.name(), complaint());
            } else {
                timings.keepTimings(model.name(), target, serialised.copy());
            }
        } catch (EngineException e) {
            LOG.warn("{}: the timings cannot be kept: {}", model.name(), e.getMessage());
        }
    }

    private void write(BuildLibrary.Memory plan, EngineDraft draft) throws EngineException {
        try {
            plan.write(draft.plan());
        } catch (IOException e) {
            throw new EngineException(
                    false, draft.plan() + ": cannot be written: " + e + ": make room or give another --store", e);
        }
    }

    /** Loads the engine once where it was built: one that does not load here is never published. */
    private void inspect(BuildLibrary.Memory plan, EngineDraft draft) throws EngineException {
        try (BuildLibrary.PlanRuntime runtime = made(library.runtime(), "runtime");
                BuildLibrary.Engine engine = runtime.deserialise(plan, options.dlaCore())) {
            if (engine == null) {
                throw inputs.refused("the engine that TensorRT built does not load" + complaint()
                        + ": check the installation, the builder's and the runtime's libraries are of one version");
            }
            String layers = engine.layers();
            if (layers == null) {
                LOG.warn("{}: TensorRT tells nothing about the layers{}", model.name(), complaint());
            } else {
                draft.layers(layers);
            }
        }
    }

    static Map<String, String> optionsByName(BuildOptions options) {
        return Map.of(
                "typing", "strong",
                "workspace", options.workspaceBytes() == 0 ? "all" : Long.toString(options.workspaceBytes()),
                "level", options.level() < 0 ? "default" : Integer.toString(options.level()),
                "dla", options.dlaCore() < 0 ? "none" : Integer.toString(options.dlaCore()));
    }

    private <T extends BuildLibrary.Freed> T made(T object, String what) throws EngineException {
        if (object == null) {
            throw failed(what);
        }
        return object;
    }

    private EngineException failed(String what) {
        return new EngineException(
                true,
                "TensorRT makes no " + what + complaint() + ": check the driver with nvidia-smi, and that "
                        + target.device() + " has free memory",
                null);
    }

    private String complaint() {
        String complaint = library.complaint();
        return complaint.isEmpty() ? "" : " (" + complaint + ")";
    }
}
