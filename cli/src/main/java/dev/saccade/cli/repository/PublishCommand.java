package dev.saccade.cli.repository;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelStore;
import dev.saccade.models.PullProgress;
import dev.saccade.models.onnx.SoundWeights;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Signer;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.VersionDraft;
import dev.saccade.vision.Perceivers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models publish}: a package becomes a version. */
@Command(
        name = "publish",
        description = "Put a package into the repository as the next version of its model.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models publish my-model --sign release.key --record evaluated"})
public final class PublishCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "PACKAGE", description = "A package directory, or a model of the catalogue.")
    private String model;

    @Option(names = "--sign", paramLabel = "KEY", description = "Sign with this private key, its .pub beside it.")
    private Path key;

    @Option(
            names = "--record",
            paramLabel = "DIR",
            description = "Put this record into the version; 'saccade evaluate --out DIR' makes one.")
    private Path record;

    @Override
    public Integer call() throws Exception {
        Signer signer = key == null ? null : Signer.read(key);
        Path directory = ModelStore.open().resolveModel(model, PullProgress.SILENT);
        ModelPackage read = ModelPackages.read(directory);
        SoundWeights.check(read.model());
        open(read);
        String name = read.name();
        ModelRepository repository = options.repository();
        try (VersionDraft draft = repository.draft(name)) {
            draft.addPackage(directory);
            if (record != null) {
                draft.addRecord(record);
            }
            List<Integer> before = repository.versions(name);
            int parent = before.isEmpty() ? 0 : before.get(before.size() - 1);
            StoredVersion version = draft.publish(options.who(), parent, Instant.now(), signer);
            spec.commandLine().getOut().println(version + "  " + version.directory());
        }
        return 0;
    }

    /** What nothing can run is not published: an operator that is unknown, labels that do not fit the outputs. */
    private static void open(ModelPackage model) throws PackageException, EngineException {
        EngineOptions options = new EngineOptions(1, false, -1, null).asWritten();
        Perceivers.load(model, Backend.CPU, options).close();
    }
}
