package dev.saccade.engine;

import dev.saccade.internal.files.DraftDirectory;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled engines in a directory: {@code MODEL/TARGET/CONTENT/} holds {@code engine.plan}, {@code engine.yaml} and
 * {@code layers.json}; {@code MODEL/TARGET/timing.cache} serves the next build. An engine appears whole or not at all.
 * Safe for any thread and for several processes.
 */
public final class EngineStore {
    static final String PLAN = "engine.plan";
    static final String LAYERS = "layers.json";

    private static final Logger LOG = LoggerFactory.getLogger(EngineStore.class);
    private static final String DRAFTS = ".drafts";

    private final Path directory;

    /**
     * Names a store; nothing is created.
     *
     * @param directory where engines lie
     */
    public EngineStore(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /** @return where engines lie; may not exist yet */
    public Path directory() {
        return directory;
    }

    /**
     * Finds the engine of a model for the first device of this machine.
     *
     * @param model validated package
     * @param here what is here
     * @return the engine, whose identity was checked in full; the newest where several fit
     * @throws EngineException when there is none that fits, with the reason and the command that makes one
     */
    public StoredEngine find(ModelPackage model, EngineTarget here) throws EngineException {
        return find(model, here, 0);
    }

    /**
     * Finds the engine of a model. Its package, tensors, precision, plugins, target and builder options are compared
     * before its plan is opened, and the plan is read once for its hash; a library sees it only after that.
     *
     * @param model validated package
     * @param here what is here
     * @param device number of the device, for the command in a refusal
     * @return the engine, whose identity was checked in full; the newest where several fit
     * @throws EngineException when there is none that fits, with the reason and the command that makes one
     */
    public StoredEngine find(ModelPackage model, EngineTarget here, int device) throws EngineException {
        try (CheckedEngine engine = open(model, here, device)) {
            return engine.stored();
        }
    }

    /**
     * Finds the engine of a model as {@link #find(ModelPackage, EngineTarget, int)} does, and keeps the bytes of its plan
     * that were hashed, for the library that is to run them.
     *
     * @param model validated package
     * @param here what is here
     * @param device number of the device, for the command in a refusal
     * @return the engine, owned by the caller
     * @throws EngineException when there is none that fits, with the reason and the command that makes one
     */
    public CheckedEngine open(ModelPackage model, EngineTarget here, int device) throws EngineException {
        EngineFit fit = new EngineFit(model, here);
        List<Misfit> misfits = new ArrayList<>();
        List<EngineEntry> fitting = new ArrayList<>();
        List<Misfit> damaged = new ArrayList<>();
        for (EngineEntry entry : entries(directory.resolve(model.name()))) {
            if (EngineTargets.isOfAnother(entry, here)) {
                continue;
            }
            if (entry.manifest() == null) {
                misfits.add(Misfit.unreadable(entry));
                continue;
            }
            List<EngineDifference> differences = fit.differences(entry.manifest());
            if (differences.isEmpty()) {
                fitting.add(entry);
            } else {
                misfits.add(new Misfit(entry, differences));
            }
        }
        fitting.sort(
                Comparator.comparing((EngineEntry e) -> e.manifest().builtAt()).reversed());
        for (EngineEntry entry : fitting) {
            Object checked = check(entry);
            if (checked instanceof PlanBytes plan) {
                misfits.forEach(m -> LOG.debug("{}", m.message()));
                return new CheckedEngine(new StoredEngine(entry.directory().resolve(PLAN), entry.manifest()), plan);
            }
            damaged.add(Misfit.damaged(entry, checked.toString()));
        }
        String remedy = ": " + EngineRemedy.command(model, here, device);
        throw damaged.isEmpty()
                ? new EngineMisfitException(refusal(model, here, misfits) + remedy)
                : new DamagedEngineException(refusal(model, here, damaged) + remedy);
    }

    /**
     * Whether there is anything that might be an engine of a model for a back end: cheap, for a back end that can do
     * without one.
     *
     * @param model name of the package
     * @param backend of {@link EngineTarget#backend()}
     * @return whether {@link #open} is worth a look
     */
    public boolean mayHold(String model, String backend) {
        return StoreFiles.directories(directory.resolve(model)).stream()
                .anyMatch(target -> target.getFileName().toString().startsWith(backend + "-")
                        && !StoreFiles.directories(target).isEmpty());
    }

    /**
     * Why an engine of this store does not belong to a model or to this machine.
     *
     * @param entry of this store
     * @param model the model that is to run
     * @param here what is here, or null when that cannot be told
     * @return one line for each difference, its plan's included; empty when it fits
     * @throws EngineException when the model's ONNX file cannot be read
     */
    public List<String> differences(EngineEntry entry, ModelPackage model, EngineTarget here) throws EngineException {
        if (entry.manifest() == null) {
            return List.of(entry.problem());
        }
        List<String> lines = new ArrayList<>(new EngineFit(model, here)
                .differences(entry.manifest()).stream()
                        .map(EngineDifference::message)
                        .toList());
        String damage = damage(entry);
        if (damage != null) {
            lines.add(damage);
        }
        return lines;
    }

    /**
     * Why an engine of this store does not belong to this machine; its model is not looked at.
     *
     * @param entry of this store
     * @param here what is here, or null when that cannot be told
     * @return one line for each difference, damage of its files included; empty when there is none
     */
    public List<String> differences(EngineEntry entry, EngineTarget here) {
        if (entry.manifest() == null) {
            return List.of(entry.problem());
        }
        List<EngineDifference> differences = new ArrayList<>();
        String place = entry.directory().getParent().getParent().getFileName().toString();
        if (!place.equals(entry.manifest().model())) {
            differences.add(EngineDifference.of(
                    "model name", place + " by its directory", entry.manifest().model()));
        }
        if (here != null) {
            EngineFit.addTarget(differences, here, entry.manifest().target());
        }
        List<String> lines = new ArrayList<>(
                differences.stream().map(EngineDifference::message).toList());
        String damage = damage(entry);
        if (damage != null) {
            lines.add(damage);
        }
        return lines;
    }

    /** @return every engine, by model, target and content, damaged ones included; foreign files are passed over */
    public List<EngineEntry> list() {
        List<EngineEntry> all = new ArrayList<>();
        for (Path model : StoreFiles.directories(directory)) {
            if (!model.getFileName().toString().startsWith(".")) {
                all.addAll(entries(model));
            }
        }
        return List.copyOf(all);
    }

    /**
     * Begins an engine, and removes what builds left that were killed.
     *
     * @return the draft, owned by the caller
     * @throws EngineException when the directory cannot be written
     */
    public EngineDraft draft() throws EngineException {
        Path drafts = directory.resolve(DRAFTS);
        try {
            DraftDirectory.sweep(drafts);
            return new EngineDraft(directory, DraftDirectory.create(drafts));
        } catch (IOException e) {
            throw new EngineException(
                    false,
                    directory + ": cannot be written: " + OneLine.of(e.toString())
                            + ": correct its permissions or give another directory with --store",
                    e);
        }
    }

    /**
     * Timings of kernels that earlier builds of a model left for a target.
     *
     * @param model name of the package
     * @param target what is timed
     * @return as the library serialised them; empty when there are none that can be trusted
     */
    public byte[] timings(String model, EngineTarget target) {
        return TimingCacheFile.read(directory(directory, model, target).resolve(TimingCacheFile.NAME));
    }

    /**
     * Keeps timings of kernels for later builds for the same target; those before are replaced at once, and stay when
     * this fails. They are no part of an engine.
     *
     * @param model name of the package
     * @param target what was timed
     * @param bytes as the library serialised them
     * @throws EngineException when they cannot be written
     */
    public void keepTimings(String model, EngineTarget target, byte[] bytes) throws EngineException {
        try (EngineDraft draft = draft()) {
            draft.timings(model, target, bytes);
        }
    }

    static Path directory(Path store, String model, EngineTarget target) {
        return store.resolve(model).resolve(EngineTargets.slug(target));
    }

    private static List<EngineEntry> entries(Path model) {
        List<EngineEntry> entries = new ArrayList<>();
        for (Path target : StoreFiles.directories(model)) {
            for (Path engine : StoreFiles.directories(target)) {
                if (!Files.exists(engine.resolve(ManifestFile.NAME)) && !Files.exists(engine.resolve(PLAN))) {
                    continue;
                }
                try {
                    entries.add(new EngineEntry(engine, ManifestFile.read(engine), null));
                } catch (PackageException e) {
                    entries.add(new EngineEntry(engine, null, e.getMessage()));
                }
            }
        }
        return entries;
    }

    /** What is wrong with a plan's bytes, or null. */
    private static String damage(EngineEntry entry) {
        Path plan = entry.directory().resolve(PLAN);
        try {
            return Files.isRegularFile(plan, LinkOption.NOFOLLOW_LINKS)
                    ? damage(entry, StoreFiles.sha256(plan), Files.size(plan))
                    : PLAN + " is missing";
        } catch (IOException e) {
            return PLAN + " cannot be read: " + OneLine.of(e.toString());
        }
    }

    private static String damage(EngineEntry entry, String found, long bytes) {
        String expected = entry.manifest().planSha256();
        return found.equals(expected)
                ? null
                : PLAN + " is damaged (" + bytes + " bytes): expected SHA-256 " + expected + ", found " + found;
    }

    /** The plan's bytes where they are the manifest's; otherwise what is wrong, as text. */
    private static Object check(EngineEntry entry) {
        Path plan = entry.directory().resolve(PLAN);
        if (!Files.isRegularFile(plan, LinkOption.NOFOLLOW_LINKS)) {
            return PLAN + " is missing";
        }
        try {
            PlanBytes bytes = PlanBytes.read(plan);
            String damage = damage(entry, bytes.sha256(), bytes.size());
            if (damage == null) {
                return bytes;
            }
            bytes.close();
            return damage;
        } catch (IOException e) {
            return PLAN + " cannot be read: " + OneLine.of(e.toString());
        }
    }

    private String refusal(ModelPackage model, EngineTarget here, List<Misfit> misfits) {
        if (misfits.isEmpty()) {
            return directory + ": no engine of " + model.name() + " for " + here.device() + " (" + here.backend() + " "
                    + here.version() + ")";
        }
        misfits.sort(Comparator.comparing((Misfit m) -> m.entry().manifest() == null)
                .thenComparing(m -> m.differences().size())
                .thenComparing(Comparator.comparing(Misfit::builtAt).reversed()));
        Misfit nearest = misfits.get(0);
        return misfits.size() == 1
                ? nearest.message()
                : directory + ": " + misfits.size() + " engines of " + model.name() + " and none fits; the nearest: "
                        + nearest.message();
    }

    /** An engine that does not fit, and why. */
    private record Misfit(EngineEntry entry, List<EngineDifference> differences) {
        static Misfit unreadable(EngineEntry entry) {
            return new Misfit(entry, List.of(new EngineDifference("engine.yaml", entry.problem())));
        }

        static Misfit damaged(EngineEntry entry, String damage) {
            return new Misfit(entry, List.of(new EngineDifference("plan", damage)));
        }

        String builtAt() {
            return entry.manifest() == null ? "" : entry.manifest().builtAt();
        }

        String message() {
            if (entry.manifest() == null) {
                return entry.problem();
            }
            String others = String.join(
                    ", ",
                    differences.stream().skip(1).map(EngineDifference::subject).toList());
            return entry.directory() + ": " + differences.get(0).message()
                    + (others.isEmpty() ? "" : "; also " + others);
        }
    }
}
