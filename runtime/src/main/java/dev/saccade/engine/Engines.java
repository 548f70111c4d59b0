package dev.saccade.engine;

import dev.saccade.model.ModelPackage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Picks a back end and loads a model with it. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private static final Set<String> PASSED_OVER = ConcurrentHashMap.newKeySet();

    private Engines() {}

    /**
     * Begins to load the back ends' libraries, so that they are there when {@link #load} asks for them. Returns at once;
     * a daemon thread does the work. What goes wrong is told by {@link #load}.
     */
    public static void prefetch() {
        Thread thread = new Thread(() -> providers().forEach(EngineProvider::unavailable), "saccade-prefetch");
        thread.setUncaughtExceptionHandler((t, e) -> LOG.debug("prefetch: {}", e.toString()));
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Loads a model.
     *
     * @param model validated package
     * @param backend a back end, or {@link Backend#AUTO}: the first by priority that is available and takes the model, with
     *     the reason logged for each one passed over
     * @param options how
     * @return the engine, owned by the caller
     * @throws EngineException when the back end is unavailable or refuses the model
     */
    public static Engine load(ModelPackage model, Backend backend, EngineOptions options) throws EngineException {
        return load(providers(), model, backend, options);
    }

    static Engine load(List<EngineProvider> providers, ModelPackage model, Backend backend, EngineOptions options)
            throws EngineException {
        List<String> reasons = new ArrayList<>();
        List<String> untold = new ArrayList<>();
        for (EngineProvider provider : providers) {
            if (backend != Backend.AUTO && provider.backend() != backend) {
                continue;
            }
            String reason = provider.unavailable();
            if (reason == null) {
                untold.forEach(r -> LOG.info("{}", r));
                untold.clear();
                try {
                    return provider.load(model, options);
                } catch (EngineException e) {
                    if (backend != Backend.AUTO || provider.backend() == Backend.CPU) {
                        throw e;
                    }
                    passOver(provider, e);
                    reason = e.getMessage();
                }
            } else {
                untold.add(reason);
                if (backend == Backend.TENSORRT) {
                    reason += ", or run with --backend cpu";
                }
            }
            reasons.add(reason);
        }
        throw new EngineException(true, String.join("; ", reasons), null);
    }

    /** A device is there and does not take the model: worth a warning, once for each reason. */
    private static void passOver(EngineProvider provider, EngineException refusal) {
        if (PASSED_OVER.add(refusal.getMessage())) {
            LOG.warn("{} is passed over: {}", provider.backend(), refusal.getMessage());
        }
    }

    /**
     * Whether a back end can be used here.
     *
     * @param backend not {@link Backend#AUTO}
     * @return why not and what would enable it, one line; empty when it can
     */
    public static Optional<String> unavailable(Backend backend) {
        return providers().stream()
                .filter(provider -> provider.backend() == backend)
                .findFirst()
                .map(EngineProvider::unavailable);
    }

    private static List<EngineProvider> providers() {
        List<EngineProvider> providers = new ArrayList<>();
        ServiceLoader.load(EngineProvider.class).forEach(providers::add);
        providers.sort(Comparator.comparingInt(EngineProvider::priority).reversed());
        return providers;
    }
}
