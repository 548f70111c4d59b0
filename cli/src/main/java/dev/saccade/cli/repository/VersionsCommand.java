package dev.saccade.cli.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.HistoryEntry;
import dev.saccade.models.repository.ModelRepository;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models versions}: what the repository holds. */
@Command(
        name = "versions",
        description = "List the versions of a model and how its aliases moved, or all models.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models versions landing-pad --json"})
public final class VersionsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "A model; all unless given.")
    private String name;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ModelRepository repository = options.repository();
        List<String> names = name == null ? repository.models() : List.of(name);
        if (name != null && !repository.models().contains(name)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    repository.directory() + " has no model '" + name + "'; it has "
                            + (repository.models().isEmpty() ? "none" : String.join(", ", repository.models())));
        }
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (String model : names) {
            List<Integer> versions = repository.versions(model);
            Map<String, Integer> aliases = repository.aliases(model);
            List<HistoryEntry> history = name == null ? List.of() : repository.history(model);
            if (json) {
                all.add(describe(model, versions, aliases, history));
            } else {
                print(out, model, versions, aliases);
                history.forEach(e -> out.println("  " + e.time() + "  " + e.alias() + " " + e.from() + " -> " + e.to()
                        + "  " + e.who() + ": " + e.reason()));
            }
        }
        if (json) {
            out.println(all.toPrettyString());
        }
        return 0;
    }

    private static void print(PrintWriter out, String model, List<Integer> versions, Map<String, Integer> aliases) {
        Map<Integer, String> names = new TreeMap<>();
        aliases.forEach((alias, version) -> names.merge(version, alias, (a, b) -> a + ", " + b));
        out.println(versions.stream()
                .map(v -> model + "@" + v + (names.containsKey(v) ? "  " + names.get(v) : ""))
                .collect(Collectors.joining(System.lineSeparator())));
    }

    private static ObjectNode describe(
            String model, List<Integer> versions, Map<String, Integer> aliases, List<HistoryEntry> history) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", model);
        versions.forEach(node.putArray("versions")::add);
        ObjectNode named = node.putObject("aliases");
        aliases.forEach(named::put);
        ArrayNode moves = node.putArray("history");
        for (HistoryEntry e : history) {
            moves.addObject()
                    .put("time", e.time())
                    .put("who", e.who())
                    .put("alias", e.alias())
                    .put("from", e.from())
                    .put("to", e.to())
                    .put("reason", e.reason());
        }
        return node;
    }
}
