package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.internal.onnx.OnnxFile;
import dev.saccade.model.ModelPackage;
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
        check(model.model());
        if (options.cache() == null || !options.optimise()) {
            return optimise(model, options, null);
        }
        String key = GraphCache.key(model, Ort.version(), Processor.identity());
        GraphCache cache = new GraphCache(options.cache(), key);
        Path kept = cache.find();
        if (kept != null) {
            try {
                return engine(
                        model, options, Session.open(model.model(), kept, Ort.LEVEL_NONE, options, null, Map.of()));
            } catch (EngineException e) {
                LOG.warn("{}: refused, it is built again: {}", kept, e.getMessage());
                cache.discard(kept);
            }
        }
        Path written = cache.temporary();
        if (written == null) {
            return optimise(model, options, null);
        }
        try {
            Engine engine = optimise(model, options, written);
            cache.publish(written);
            return engine;
        } catch (EngineException e) {
            cache.discard(written);
            throw e;
        }
    }

    private static void check(Path file) throws EngineException {
        try {
            OnnxFile.check(file);
        } catch (IOException e) {
            throw new EngineException(false, OneLine.of(e.getMessage()), e);
        }
    }

    /** Opens the package's own graph, a second time where it has open dimensions, which are known only then. */
    private static Engine optimise(ModelPackage model, EngineOptions options, Path saveTo) throws EngineException {
        int level = options.optimise() ? Ort.LEVEL_ALL : Ort.LEVEL_NONE;
        Session session = Session.open(model.model(), model.model(), level, options, saveTo, Map.of());
        Map<String, Long> sizes;
        try {
            sizes = new ImageInput(session, model.input()).sizes();
        } catch (EngineException e) {
            session.close();
            throw e;
        }
        if (!sizes.isEmpty()) {
            session.close();
            session = Session.open(model.model(), model.model(), level, options, saveTo, sizes);
        }
        return engine(model, options, session);
    }

    /** Binds everything; the session is closed when that fails. */
    private static Engine engine(ModelPackage model, EngineOptions options, Session session) throws EngineException {
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
            return new OrtEngine(model.model().toString(), description, session.release(), inputs, outputs);
        }
    }
}
