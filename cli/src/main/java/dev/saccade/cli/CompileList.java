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
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** {@code saccade compile --list}: what a store holds, and whether each engine belongs to this machine. */
final class CompileList {
    private final EngineStore store;
    private final PrintWriter out;
    private final boolean json;
    /** Null without a GPU. */
    private final EngineTarget here;
    /** Why there is none. */
    private final String missing;

    CompileList(EngineBuilder builder, CompileOptions options, PrintWriter out) {
        store = new EngineStore(options.store);
        json = options.json;
        this.out = out;
        EngineTarget target = null;
        String reason = builder.unavailable();
        if (reason == null) {
            try {
                target = builder.target(options.device);
            } catch (EngineException e) {
                reason = e.getMessage();
            }
        }
        here = target;
        missing = reason;
    }

    int print() {
        List<EngineEntry> entries = store.list();
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            entries.forEach(entry -> array.add(json(entry)));
            out.println(array.toPrettyString());
            return ExitCode.OK;
        }
        if (entries.isEmpty()) {
            out.println(store.directory() + ": no engines; saccade compile PACKAGE makes one");
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
            out.println("  " + entry.directory());
            out.println("  " + verdict(entry));
        }
        return ExitCode.OK;
    }

    private String verdict(EngineEntry entry) {
        List<String> differences = store.differences(entry, here);
        if (!differences.isEmpty()) {
            return "does not fit: " + String.join("; ", differences);
        }
        return here == null ? "cannot be told to fit: " + missing : "fits this machine";
    }

    private ObjectNode json(EngineEntry entry) {
        ObjectNode node = entry.manifest() == null
                ? JsonNodeFactory.instance.objectNode()
                : CompileSession.manifest(entry.manifest());
        List<String> differences = store.differences(entry, here);
        node.put("directory", entry.directory().toString());
        if (here == null && differences.isEmpty()) {
            node.putNull("fits").put("unknown", missing);
        } else {
            node.put("fits", differences.isEmpty());
        }
        differences.forEach(node.putArray("differences")::add);
        return node;
    }
}
