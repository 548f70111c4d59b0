package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.SourceException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.QuantTarget;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Signer;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.VersionDraft;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One {@code saccade compile} into the repository: a version for each model and precision. All names, packages and
 * options are checked before the first is built; one that fails is told then, and the others go on.
 */
final class CompilePublication {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<EngineBuilder> builders;
    private final CompileOptions options;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Terminal terminal = new Terminal();
    private final Assets assets;
    private final ArrayNode told = JSON.arrayNode();
    private ModelRepository repository;
    private Signer signer;

    CompilePublication(List<EngineBuilder> builders, CompileOptions options, PrintWriter out, PrintWriter err) {
        this.builders = builders;
        this.options = options;
        assets = new Assets(terminal, options.repository);
        this.out = out;
        this.err = err;
    }

    /** A model in one precision. */
    private record Job(CompileSubject subject, PrecisionStep step) {
        String words() {
            return subject.wanted() + " " + step.word();
        }
    }

    int compile(List<String> names) throws Exception {
        signer = options.key == null ? null : Signer.read(options.key);
        repository = options.repository.repository();
        List<Job> jobs = jobs(names);
        CompileOptions.require(
                options.record == null || jobs.size() == 1,
                "--record tells of one package, and " + jobs.size() + " are compiled; name one model and precision");
        for (EngineBuilder builder : builders) {
            String reason = builder.unavailable();
            if (reason != null) {
                throw new EngineException(true, reason, null);
            }
            // A device that is not there is told before anything is pulled.
            builder.target(options.gpu());
        }
        int code = ExitCode.OK;
        for (Job job : jobs) {
            try {
                compile(job);
            } catch (CommandException
                    | ModelsException
                    | PackageException
                    | EngineException
                    | SourceException
                    | IOException e) {
                if (jobs.size() == 1) {
                    throw e;
                }
                terminal.clearStatus();
                err.println("saccade: " + job.words() + ": " + Main.textOf(e));
                told.addObject()
                        .put("model", job.subject().wanted())
                        .put("precision", job.step().word())
                        .put("error", Main.textOf(e));
                code = code == ExitCode.OK ? Main.codeOf(e) : code;
            }
        }
        if (options.json) {
            out.println(told.toPrettyString());
        }
        return code;
    }

    private List<Job> jobs(List<String> names) throws ModelsException, PackageException, CommandException {
        List<Job> jobs = new ArrayList<>();
        for (String name : names) {
            CompileSubject subject = CompileSubject.of(name, repository, options.repository.trust(), assets);
            for (PrecisionStep step : options.steps()) {
                if (subject.directory() != null) {
                    step.check(ModelPackages.read(subject.directory()));
                }
                jobs.add(new Job(subject, step));
            }
        }
        return jobs;
    }

    private void compile(Job job) throws Exception {
        ModelPackage source = job.subject().model(assets);
        StoredVersion named = job.subject().version();
        String name = named == null ? source.name() : named.name();
        try (CompileMeter meter = new CompileMeter(name + " " + job.step().word(), terminal)) {
            meter.step("making the package", 0, 1);
            PrecisionStep.Made step = job.step().of(source, meter);
            ModelPackage made = step.model();
            StoredVersion base = base(name, named, made);
            CompileVersion build = new CompileVersion(builders, options, new GateRun(assets), meter);
            if (build.isDone(made, base)) {
                terminal.clearStatus();
                tellDone(base, made, job);
                return;
            }
            if (base != null) {
                VersionCheck.check(base.directory(), options.repository.trust());
            }
            try (VersionDraft draft = repository.draft(name)) {
                List<CompileVersion.Built> built =
                        build.fill(draft, source, step, base, job.step().word());
                meter.step("publishing", 1, 1);
                StoredVersion version =
                        draft.publish(options.repository.who(), parent(name, named), Instant.now(), signer);
                terminal.clearStatus();
                tell(version, made, job, built);
            }
        }
    }

    /** The version that has this very package: the one that was named, otherwise the newest. */
    private StoredVersion base(String name, StoredVersion named, ModelPackage made)
            throws ModelsException, PackageException {
        if (named != null && VersionManifest.read(named.directory()).identity().equals(made.identity())) {
            return named;
        }
        List<Integer> numbers = repository.versions(name);
        for (int i = numbers.size() - 1; i >= 0; i--) {
            StoredVersion version = repository.resolve(
                    new dev.saccade.models.repository.Reference(name, Integer.toString(numbers.get(i))));
            if (VersionManifest.read(version.directory()).identity().equals(made.identity())) {
                return version;
            }
        }
        return null;
    }

    private int parent(String name, StoredVersion named) throws ModelsException {
        List<Integer> before = repository.versions(name);
        return named != null ? named.number() : before.isEmpty() ? 0 : before.get(before.size() - 1);
    }

    private void tellDone(StoredVersion version, ModelPackage made, Job job) {
        String unsigned = signer != null && !Files.exists(version.directory().resolve("signature.yaml"))
                ? "; unsigned: 'saccade models sign " + version + " --key " + options.key + "' signs it"
                : "";
        told.add(json(version, made, job).put("unchanged", true));
        if (!options.json) {
            out.println(version + "  is that already, nothing was built; --again builds it anew" + unsigned);
            out.flush();
        }
    }

    private ObjectNode json(StoredVersion version, ModelPackage made, Job job) {
        return JSON.objectNode()
                .put("model", version.name())
                .put("version", version.number())
                .put("directory", version.directory().toString())
                .put("precision", job.step().word())
                .put("identity", made.identity());
    }

    private void tell(StoredVersion version, ModelPackage made, Job job, List<CompileVersion.Built> built)
            throws IOException, PackageException {
        ObjectNode node = json(version, made, job).put("unchanged", false);
        node.put("parent", VersionManifest.read(version.directory()).parent());
        node.put("signed", signer != null);
        ArrayNode engines = node.putArray("engines");
        for (CompileVersion.Built one : built) {
            ObjectNode engine = engines.addObject();
            engine.setAll(CompileSession.manifest(one.engine().manifest()));
            engine.put("seconds", Math.round(one.seconds() * 10) / 10.0);
            if (one.layers() != null) {
                one.layers().write(engine.putObject("layers"));
            }
            engine.putObject("gate")
                    .put("passed", one.gate().result().isPassed())
                    .put("verdict", one.gate().result().verdict());
        }
        told.add(node);
        if (!options.json) {
            print(version, made, job, built);
        }
    }

    private void print(StoredVersion version, ModelPackage made, Job job, List<CompileVersion.Built> built) {
        out.println(version + "  " + version.directory());
        out.println("package   " + made.name() + ", " + job.step().word() + ", " + made.identity());
        if (made.provenance().containsKey("int8-target")) {
            boolean isPortable = made.provenance().get("int8-target").equals(QuantTarget.TENSORRT.word());
            out.println("int8      " + made.provenance().get("int8-layers") + " layers, "
                    + (isPortable
                            ? "for TensorRT; runs on the CPU too, slowly: --device cpu makes one for that"
                            : "for the CPU alone; TensorRT refuses it"));
        }
        for (CompileVersion.Built one : built) {
            out.println(
                    "engine    " + CompileSession.text(one.engine().manifest().target())
                            + String.format(Locale.ROOT, ", built in %.1f s", one.seconds()));
            if (one.layers() != null) {
                out.println("          " + one.layers().text());
            }
            out.println("gate      " + one.gate().result().verdict() + " of "
                    + one.gate().result().source());
        }
        out.println("signed    " + (signer == null ? "no: serves in developer mode alone" : "yes"));
        out.println("next      saccade run --model " + version + "; saccade models promote " + version);
        out.flush();
    }
}
