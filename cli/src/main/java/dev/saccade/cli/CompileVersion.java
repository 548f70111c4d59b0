package dev.saccade.cli;

import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineBuilder;
import dev.saccade.engine.EngineEntry;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineMisfitException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineStore;
import dev.saccade.engine.EngineTarget;
import dev.saccade.engine.StoredEngine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.repository.GateProof;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.VersionDraft;
import dev.saccade.vision.Perceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes one version: engines for this machine, each compared with the reference, and what an earlier version holds. */
final class CompileVersion {
    private final List<EngineBuilder> builders;
    private final CompileOptions options;
    private final GateRun gate;
    private final CompileMeter meter;

    /**
     * An engine that was built and passed.
     *
     * @param seconds that building took
     */
    record Built(StoredEngine engine, LayerCounts layers, GateRun.Outcome gate, double seconds) {}

    CompileVersion(List<EngineBuilder> builders, CompileOptions options, GateRun gate, CompileMeter meter) {
        this.builders = builders;
        this.options = options;
        this.gate = gate;
        this.meter = meter;
    }

    /** Whether a version holds this package, compiled for this machine with these options, and proven. */
    boolean isDone(ModelPackage model, StoredVersion version) throws EngineException, ModelsException {
        if (version == null || options.again || options.record != null || GateProof.gap(version) != null) {
            return false;
        }
        for (EngineBuilder builder : builders) {
            try {
                StoredEngine engine =
                        new EngineStore(version.engines()).find(model, builder.target(options.gpu()), options.gpu());
                if (!engine.manifest().options().equals(builder.options(options.build(version.engines())))) {
                    return false;
                }
            } catch (EngineMisfitException e) {
                return false;
            }
        }
        return true;
    }

    /**
     * Fills a draft.
     *
     * @param draft empty
     * @param reference gives the right answers
     * @param step the package that is compiled
     * @param base a version of the same package, or null
     * @param word the precision as the user named it
     * @return what was built
     */
    List<Built> fill(
            VersionDraft draft, ModelPackage reference, PrecisionStep.Made step, StoredVersion base, String word)
            throws Exception {
        Instant started = now();
        ModelPackage made = step.model();
        draft.addPackage(made.directory());
        ModelPackage own = ModelPackages.read(draft.directory().resolve("package"));
        if (!own.identity().equals(made.identity())) {
            throw ModelsException.badInput(made.directory() + ": changed while it was read; compile it again");
        }
        Path engines = draft.directory().resolve("engines");
        Path recordDirectory = draft.directory().resolve("record");
        if (options.record != null) {
            draft.addRecord(options.record);
        } else if (base != null && Files.isDirectory(base.record())) {
            draft.addRecord(base.record());
        }
        CompileRecord record = new CompileRecord(recordDirectory);
        if (step.quantisation() != null) {
            record.quantised(step.quantisation());
        }
        if (base != null) {
            record.keep(takeOver(base, engines));
        }
        List<Built> all = new ArrayList<>();
        for (EngineBuilder builder : builders) {
            double before = meter.seconds();
            StoredEngine engine = builder.build(made, options.build(engines), meter);
            double seconds = meter.seconds() - before;
            GateRun.Outcome outcome = judge(reference, made, builder, engines, word, record.choosers());
            record.add(engine.manifest(), outcome.result());
            all.add(new Built(engine, LayerCounts.beside(engine.plan()), outcome, seconds));
        }
        // Where builders work; empty by now, and no part of a version.
        Files.deleteIfExists(engines.resolve(".drafts"));
        record.write(
                options.repository.who(),
                own.identity(),
                Precision.of(own.model()).word(),
                started,
                now());
        return all;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Copies the engines of other targets than those that are built now; returns the hashes of their plans. */
    private Set<String> takeOver(StoredVersion base, Path engines) throws IOException, EngineException {
        Set<EngineTarget> now = new HashSet<>();
        for (EngineBuilder builder : builders) {
            now.add(builder.target(options.gpu()));
        }
        Set<String> kept = new HashSet<>();
        for (EngineEntry entry : new EngineStore(base.engines()).list()) {
            if (entry.manifest() == null || now.contains(entry.manifest().target())) {
                continue;
            }
            Path to = engines.resolve(base.engines()
                    .toAbsolutePath()
                    .normalize()
                    .relativize(entry.directory())
                    .toString());
            Files.createDirectories(to);
            try (var files = Files.newDirectoryStream(entry.directory())) {
                for (Path file : files) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
            kept.add(entry.manifest().planSha256());
        }
        return kept;
    }

    /** A quantisation's own frames show what it is for; those that chose are left out. */
    private String gateSource(String word) throws ModelsException, CommandException {
        boolean isOwn = options.gateSource == null && word.equals("int8");
        return isOwn ? FramesUri.of(options.frames, new Assets(new Terminal())) : options.gateSource;
    }

    private GateRun.Outcome judge(
            ModelPackage reference,
            ModelPackage made,
            EngineBuilder builder,
            Path engines,
            String word,
            Set<String> choosers)
            throws Exception {
        EngineOptions usual = Perceivers.options();
        DeviceOptions device = usual.device().asked(made.device());
        EngineOptions on = usual.on(new DeviceOptions(options.gpu(), device.priority(), device.budgetShare(), engines));
        GateRun.Candidate candidate = new GateRun.Candidate(made, builder.backend(), on);
        GateRun.Settings settings =
                new GateRun.Settings(gateSource(word), options.gateFrames, options.gateHz, Long.MAX_VALUE, choosers);
        String where = builder.backend().name().toLowerCase(java.util.Locale.ROOT);
        Path report = options.out.resolve("compile-" + reference.name() + "-" + word + "-" + where);
        GateRun.Outcome outcome = gate.of(
                reference,
                candidate,
                settings,
                result -> result.isPassed() ? null : report,
                done -> meter.step("comparing " + where + " with the reference", done, options.gateFrames));
        if (!outcome.result().isPassed()) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    made.name() + ", " + where + ", fails the gate, and nothing is published: "
                            + outcome.result().verdict() + "; see " + report.resolve("report.html"));
        }
        return outcome;
    }
}
