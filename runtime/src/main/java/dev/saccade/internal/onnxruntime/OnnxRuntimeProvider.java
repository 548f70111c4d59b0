package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.CheckedEngine;
import dev.saccade.engine.DamagedEngineException;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineMisfitException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.engine.EngineStore;
import dev.saccade.internal.onnx.OnnxFile;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.NetworkBytes;
import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The CPU back end. Its library loads at the first call. */
public final class OnnxRuntimeProvider implements EngineProvider {
    private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntimeProvider.class);
    static final String OWN_GRAPH = "graph of the package";

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public String unavailable() {
        return OrtLibrary.unavailable();
    }

    @Override
    public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
        String missing = OrtLibrary.unavailable();
        if (missing != null) {
            throw new EngineException(true, missing, null);
        }
        Stored stored = stored(model, options);
        if (stored.engine() != null) {
            return stored.engine();
        }
        if (options.cache() == null || !options.optimise()) {
            return own(model, options, stored, null);
        }
        String key = GraphCache.key(model, Ort.version(), Processor.identity());
        GraphCache cache = new GraphCache(options.cache(), key);
        Path kept = cache.find();
        if (kept != null) {
            try {
                return engine(
                        model,
                        options,
                        stored.origin(),
                        Session.open(model.model(), kept, Ort.LEVEL_NONE, options, null, Map.of()));
            } catch (EngineException e) {
                LOG.warn("{}: refused, it is built again: {}", kept, e.getMessage());
                cache.discard(kept);
            }
        }
        Path written = cache.temporary();
        if (written == null) {
            return own(model, options, stored, null);
        }
        try {
            Engine engine = own(model, options, stored, written);
            cache.publish(written);
            return engine;
        } catch (EngineException e) {
            cache.discard(written);
            throw e;
        }
    }

    /**
     * What a store has for the CPU.
     *
     * @param engine null where it has none that fits
     * @param origin of the package's own graph, which runs then
     */
    private record Stored(Engine engine, String origin) {}

    /**
     * The CPU needs no engine: one that belongs elsewhere is passed over with its reason. One that was damaged is refused,
     * since somebody changed what was compared.
     */
    private static Stored stored(ModelPackage model, EngineOptions options) throws EngineException {
        EngineStore store = new EngineStore(options.device().store());
        if (!options.optimise() || !store.mayHold(model.name(), InstructionSet.LIBRARY)) {
            return new Stored(null, OWN_GRAPH);
        }
        try (CheckedEngine found = store.open(model, InstructionSet.target(), 0)) {
            Path plan = found.stored().plan();
            String origin = plan.toString();
            return new Stored(engine(model, options, origin, Session.open(plan, found.plan(), options)), origin);
        } catch (DamagedEngineException e) {
            throw e;
        } catch (EngineMisfitException e) {
            LOG.info("{}; the package's own graph runs", e.getMessage());
            return new Stored(null, OWN_GRAPH + ", since " + e.getMessage());
        }
    }

    /** The package's own graph, in service. */
    private static Engine own(ModelPackage model, EngineOptions options, Stored stored, Path saveTo)
            throws EngineException {
        return engine(model, options, stored.origin(), openOwn(model, options, saveTo));
    }

    /** The package's own graph, optimised for this processor and written to a file. */
    static Engine optimise(ModelPackage model, EngineOptions options, Path saveTo) throws EngineException {
        return engine(model, options, OWN_GRAPH, openOwn(model, options, saveTo));
    }

    /** Refuses what no library should see. */
    static void check(Path file) throws EngineException {
        try {
            OnnxFile.check(file);
        } catch (IOException e) {
            throw new EngineException(false, OneLine.of(e.getMessage()), e);
        }
    }

    /** Opens the package's own graph, a second time where it has open dimensions, which are known only then. */
    private static Session openOwn(ModelPackage model, EngineOptions options, Path saveTo) throws EngineException {
        int level = options.optimise() ? Ort.LEVEL_ALL : Ort.LEVEL_NONE;
        Path file = model.model();
        try (NetworkBytes network = NetworkBytes.read(model)) {
            Session session = Session.open(file, network, level, options, saveTo, Map.of());
            Map<String, Long> sizes;
            try {
                sizes = new ImageInput(session, model.input()).sizes();
            } catch (EngineException e) {
                session.close();
                throw e;
            }
            if (!sizes.isEmpty()) {
                session.close();
                session = Session.open(file, network, level, options, saveTo, sizes);
            }
            return session;
        } catch (PackageException e) {
            throw new EngineException(false, OneLine.of(e.getMessage()), e);
        }
    }

    /** Binds everything; the session is closed when that fails. */
    static OrtEngine engine(ModelPackage model, EngineOptions options, String origin, Session session)
            throws EngineException {
        try (session) {
            ImageInput image = new ImageInput(session, model.input());
            List<OrtTensor> inputs = new ArrayList<>();
            for (int i = 0; i < image.ports().size(); i++) {
                inputs.add(session.bind(0, i, image.ports().get(i), image.shape(i)));
            }
            List<OrtTensor> outputs = new ArrayList<>();
            List<Session.Port> ports = session.ports(1);
            for (int i = 0; i < ports.size(); i++) {
                outputs.add(session.bind(1, i, ports.get(i), ports.get(i).shape()));
            }
            int threads = Math.max(1, options.threads());
            String description = "ONNX Runtime " + Ort.version() + ", " + threads
                    + (threads == 1 ? " thread" : " threads") + (options.optimise() ? "" : ", graph as written");
            return new OrtEngine(model.model().toString(), description, origin, session.release(), inputs, outputs);
        }
    }
}
