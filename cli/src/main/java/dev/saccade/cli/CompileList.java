package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineEntry;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineManifest;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.model.ModelPackage;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code saccade compile --list}: what a store holds, and whether each engine belongs to this machine. */
final class CompileList {
    private final EngineStore store;
    private final StoredModels models;
    private final PrintWriter out;
    private final boolean json;
    /** Null without a GPU. */
    private final EngineTarget here;
    /** Why there is none. */
    private final String missing;

    CompileList(EngineBuilder builder, CompileOptions options, PrintWriter out) {
        store = new EngineStore(options.cache());
        models = new StoredModels(options.cache());
        json = options.json;
        this.out = out;
        EngineTarget target = null;
        String reason = builder.unavailable();
        if (reason == null) {
            try {
                target = builder.target(options.gpu());
            } catch (EngineException e) {
                reason = e.getMessage();
            }
        }
        here = target;
        missing = reason;
    }

    int print() throws EngineException {
        List<EngineEntry> entries = store.list();
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (EngineEntry entry : entries) {
                array.add(json(entry));
            }
            out.println(array.toPrettyString());
            return ExitCode.OK;
        }
        if (entries.isEmpty()) {
            out.println(store.directory() + ": no engines; saccade compile PACKAGE --no-publish makes one");
        }
        for (EngineEntry entry : entries) {
            EngineManifest m = entry.manifest();
            if (m != null) {
                out.printf(
                        Locale.ROOT,
                        "%-24s %s, %s %s, %s, built %s%n",
                        m.model(),
                        m.target().device(),
                        m.target().backend(),
                        m.target().version(),
                        m.precision(),
                        m.builtAt());
            }
            out.println("  " + shown(entry.directory().toString()));
            out.println("  " + shown(verdict(entry)));
        }
        if (here == null && !entries.isEmpty()) {
            out.println("no GPU to compare with: " + missing);
        }
        return ExitCode.OK;
    }

    private String verdict(EngineEntry entry) throws EngineException {
        Optional<ModelPackage> model = model(entry);
        List<String> differences = differences(entry, model);
        if (!differences.isEmpty()) {
            return "does not fit" + model.map(m -> " " + m.directory()).orElse("") + ": "
                    + String.join("; ", differences);
        }
        String made = model.map(m -> "made of " + m.directory())
                .orElse("whole, its package is not known here and was not compared");
        return (here == null ? "cannot be told to fit without a GPU; " : "fits this machine; ") + made;
    }

    private Optional<ModelPackage> model(EngineEntry entry) {
        return entry.manifest() == null ? Optional.empty() : models.of(entry.manifest());
    }

    private List<String> differences(EngineEntry entry, Optional<ModelPackage> model) throws EngineException {
        List<String> own = store.differences(entry, here);
        return own.isEmpty() && model.isPresent() ? store.differences(entry, model.get(), here) : own;
    }

    /** Names of directories may hold anything. */
    private static String shown(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }

    private ObjectNode json(EngineEntry entry) throws EngineException {
        ObjectNode node = entry.manifest() == null
                ? JsonNodeFactory.instance.objectNode()
                : CompileSession.manifest(entry.manifest());
        Optional<ModelPackage> model = model(entry);
        List<String> differences = differences(entry, model);
        node.put("directory", entry.directory().toString());
        node.put("package", model.map(m -> m.directory().toString()).orElse(null));
        if (here == null && differences.isEmpty()) {
            node.putNull("fits").put("unknown", missing);
        } else {
            node.put("fits", differences.isEmpty());
        }
        differences.forEach(node.putArray("differences")::add);
        return node;
    }
}
