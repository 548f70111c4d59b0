package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.cli.repository.CheckCommand;
import dev.saccade.cli.repository.CollectCommand;
import dev.saccade.cli.repository.DiffCommand;
import dev.saccade.cli.repository.PromoteCommand;
import dev.saccade.cli.repository.PublishCommand;
import dev.saccade.cli.repository.RepositoryOptions;
import dev.saccade.cli.repository.RollbackCommand;
import dev.saccade.cli.repository.SignCommand;
import dev.saccade.cli.repository.VersionsCommand;
import dev.saccade.models.AssetStatus;
import dev.saccade.models.ModelStore;
import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.AssetSource;
import dev.saccade.models.registry.OciAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models}: the catalogue and this machine's cache. */
@Command(
        name = "models",
        description = "Models and clips: the catalogue, packages, and versions in a repository.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ImportCommand.class,
            HalveCommand.class,
            QuantiseCommand.class,
            ObserveCommand.class,
            PublishCommand.class,
            PushCommand.class,
            VersionsCommand.class,
            CheckCommand.class,
            SignCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            DiffCommand.class,
            CollectCommand.class
        },
        footer = {"", "Example:", "  saccade models pull mobilenet-imagenet"})
final class ModelsCommand implements Runnable {
    /** Not a mapper: every command line makes an object of this class, and a mapper takes a tenth of a second to make. */
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "no command given: list, show, pull, import, halve, quantise, observe, publish, push, versions, check, sign, promote, rollback, diff or gc");
    }

    @Command(
            name = "list",
            description = "What the catalogue has, and what is in the cache.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade models list --json"})
    int list(@Option(names = "--json", description = "Print JSON.") boolean json) throws Exception {
        List<AssetStatus> all = ModelStore.open().list();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ArrayNode array = JSON.arrayNode();
            all.forEach(s -> array.add(describe(s)));
            out.println(array.toPrettyString());
            return ExitCode.OK;
        }
        for (AssetStatus status : all) {
            Asset asset = status.asset();
            out.printf(
                    Locale.ROOT,
                    "%-24s %-6s %-7s %s%n",
                    asset.name(),
                    asset.kind().name().toLowerCase(Locale.ROOT),
                    status.cached().isPresent() ? "cached" : "-",
                    asset.about());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = "One asset: licence, sources, hashes, and where it lies.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade models show centernet-coco"})
    int show(
            @Parameters(paramLabel = "NAME", description = "A name of 'saccade models list'.") String name,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws Exception {
        ModelStore store = ModelStore.open();
        AssetStatus status = store.show(name);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(describe(status).toPrettyString());
            return ExitCode.OK;
        }
        Asset asset = status.asset();
        out.println(asset.name() + ": " + asset.about());
        out.println("licence   " + asset.licence());
        out.println("project   " + asset.project());
        out.println(
                "cached    " + status.cached().map(Path::toString).orElse("no; 'saccade models pull " + name + "'"));
        asset.sources().forEach(s -> out.println("source    " + s.label()));
        asset.files().forEach(f -> out.println("file      " + f.name() + ", sha256 " + f.sha256()));
        if (asset.kind() == Asset.Kind.MODEL) {
            out.println();
            out.print(PackageAssembler.description(store.catalogue(), asset));
        }
        return ExitCode.OK;
    }

    @Command(
            name = "pull",
            description =
                    "Fetch assets into the cache, the default clip and model unless named, or versions from a registry.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  saccade models pull selfie-segmentation",
                "  saccade models pull vtest.avi --from ~/Downloads/vtest.avi   when there is no network",
                "  saccade models pull oci://registry.example/fleet/landing-pad:7"
            })
    int pull(
            @Parameters(
                            paramLabel = "NAME",
                            arity = "0..*",
                            description = "Names of 'saccade models list', or oci://HOST/REPO[:TAG|@sha256:DIGEST].")
                    List<String> names,
            @Option(names = "--all", description = "Everything that the catalogue has.") boolean all,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description = "Take the asset from this file: the source's archive or the file itself.")
                    Path from,
            @Mixin RegistryOptions registry,
            @Mixin RepositoryOptions repository)
            throws Exception {
        if (names != null && names.stream().anyMatch(OciAddress::isOne)) {
            if (all || from != null) {
                throw new CommandException(ExitCode.USAGE, "--all and --from are for assets, not for oci:// addresses");
            }
            return new RegistryPull(registry, repository)
                    .pull(names, spec.commandLine().getOut());
        }
        ModelStore store = ModelStore.open();
        List<String> wanted = wanted(store, names, all);
        if (from != null && wanted.size() != 1) {
            throw new CommandException(ExitCode.USAGE, "--from " + from + ": name the one asset that it is");
        }
        Terminal terminal = new Terminal();
        PullMeter meter = new PullMeter(terminal);
        for (String name : wanted) {
            Path directory = from == null ? store.pull(name, meter) : store.pullFrom(name, from, meter);
            terminal.clearStatus();
            spec.commandLine().getOut().println(directory);
        }
        return ExitCode.OK;
    }

    private static List<String> wanted(ModelStore store, List<String> names, boolean all) throws CommandException {
        boolean named = names != null && !names.isEmpty();
        if (all && named) {
            throw new CommandException(ExitCode.USAGE, "--all and names exclude each other; give one of them");
        }
        if (all) {
            return store.catalogue().assets().stream().map(Asset::name).toList();
        }
        return named
                ? names
                : List.of(store.catalogue().defaultClip(), store.catalogue().defaultModel());
    }

    private static ObjectNode describe(AssetStatus status) {
        Asset asset = status.asset();
        ObjectNode node = JSON.objectNode();
        node.put("name", asset.name());
        node.put("kind", asset.kind().name().toLowerCase(Locale.ROOT));
        node.put("about", asset.about());
        node.put("licence", asset.licence());
        node.put("project", asset.project());
        node.put("cached", status.cached().map(Path::toString).orElse(null));
        ArrayNode sources = node.putArray("sources");
        asset.sources().stream().map(AssetSource::label).forEach(sources::add);
        ObjectNode files = node.putObject("files");
        asset.files().forEach(f -> files.put(f.name(), f.sha256()));
        return node;
    }
}
