package dev.saccade.cli.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.VersionDifference;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models diff}: what two versions differ in. */
@Command(
        name = "diff",
        description = "Show what two versions differ in: files, model.yaml, and their records.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models diff landing-pad@2 landing-pad@candidate"})
public final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(index = "0", paramLabel = "A", description = "A version, NAME@N.")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "Another.")
    private String b;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ModelRepository repository = options.repository();
        StoredVersion before = repository.resolve(Reference.of(a));
        StoredVersion after = repository.resolve(Reference.of(b));
        List<VersionDifference> all = VersionDifference.between(before, after);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            all.forEach(d -> array.addObject()
                    .put("part", d.part())
                    .put("key", d.key())
                    .put("before", d.before())
                    .put("after", d.after()));
            out.println(array.toPrettyString());
            return 0;
        }
        if (all.isEmpty()) {
            out.println(before + " and " + after + " hold the same");
        }
        for (VersionDifference d : all) {
            out.println(d.part() + " " + d.key() + ": " + shown(d.before()) + " -> " + shown(d.after()));
        }
        return 0;
    }

    private static String shown(String value) {
        return value == null ? "none" : value;
    }
}
