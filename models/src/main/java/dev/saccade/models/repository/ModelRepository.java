package dev.saccade.models.repository;

import dev.saccade.internal.files.IoReason;
import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Trees;
import dev.saccade.trust.SmallFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory of models, each with numbered versions that never change and aliases that name some of them. Any number of
 * threads and processes may use one; a process that is killed at any point leaves it whole. docs/repository.md describes
 * the files.
 */
public final class ModelRepository {
    /** The alias of what serves. */
    public static final String PRODUCTION = ModelShelf.PRODUCTION;
    /** The alias of what may serve next. */
    public static final String CANDIDATE = "candidate";

    private static final int FORMAT = 1;

    private final Path directory;

    private ModelRepository(Path directory) {
        this.directory = directory;
    }

    /** @return where this user's repository lies */
    public static Path usual() {
        return SharedCache.directory("repository");
    }

    /**
     * Opens a repository.
     *
     * @param directory made at the first publication when missing
     * @return the repository
     * @throws ModelsException of kind BAD_INPUT when the directory is another thing or of a newer format
     */
    public static ModelRepository open(Path directory) throws ModelsException {
        Path format = directory.resolve("format");
        try {
            if (Files.exists(format)) {
                String text = Files.readString(format).strip();
                if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
                    throw ModelsException.badInput(format + ": '" + text + "' is no format; name another directory");
                }
                if (Integer.parseInt(text) > FORMAT) {
                    throw ModelsException.badInput(directory + ": repository format " + text + " is newer than "
                            + FORMAT + ", the newest that is read here; update saccade");
                }
            } else if (Files.exists(directory) && !isEmpty(directory)) {
                throw ModelsException.badInput(
                        directory + " is no model repository: it has no file 'format'; name another directory");
            }
        } catch (IOException e) {
            throw storage(directory, e);
        }
        return new ModelRepository(directory);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext();
        }
    }

    /** @return where it lies */
    public Path directory() {
        return directory;
    }

    /**
     * The models that have versions.
     *
     * @return names, sorted
     * @throws ModelsException of kind STORAGE when it cannot be read
     */
    public List<String> models() throws ModelsException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                for (Path entry : entries) {
                    String name = entry.getFileName().toString();
                    if (VersionManifest.isName(name) && shelf(name).exists()) {
                        names.add(name);
                    }
                }
            } catch (IOException e) {
                throw storage(directory, e);
            }
        }
        return List.copyOf(names);
    }

    /**
     * The versions of a model. Reads names only: a thousand cost no more than a directory.
     *
     * @param name of the model
     * @return numbers, ascending; none for an unknown model
     * @throws ModelsException of kind STORAGE when it cannot be read
     */
    public List<Integer> versions(String name) throws ModelsException {
        try {
            return shelf(name).numbers();
        } catch (IOException e) {
            throw storage(directory.resolve(name), e);
        }
    }

    /**
     * The aliases of a model.
     *
     * @param name of the model
     * @return versions by alias
     * @throws ModelsException of kind STORAGE when it cannot be read
     */
    public Map<String, Integer> aliases(String name) throws ModelsException {
        try {
            return shelf(name).aliases();
        } catch (IOException e) {
            throw storage(directory.resolve(name), e);
        }
    }

    /**
     * How the aliases of a model moved.
     *
     * @param name of the model
     * @return oldest first
     * @throws ModelsException of kind STORAGE when it cannot be read
     */
    public List<HistoryEntry> history(String name) throws ModelsException {
        try {
            return shelf(name).history();
        } catch (IOException e) {
            throw storage(directory.resolve(name), e);
        }
    }

    /**
     * Finds a version. Its content is not checked: {@link dev.saccade.trust.VersionCheck} does that.
     *
     * @param reference name, number or alias
     * @return the version
     * @throws ModelsException of kind USAGE when there is none, with what there is
     */
    public StoredVersion resolve(Reference reference) throws ModelsException {
        List<Integer> numbers = versions(reference.name());
        if (numbers.isEmpty()) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    directory + " has no model '" + reference.name() + "'; it has " + models());
        }
        int wanted = wanted(reference, numbers);
        if (!numbers.contains(wanted)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    reference + ": no such version; there are " + numbers.get(0) + " to "
                            + numbers.get(numbers.size() - 1) + " and the aliases " + aliases(reference.name()));
        }
        return shelf(reference.name()).version(wanted);
    }

    /** A number is that, whatever the state of the aliases. */
    private int wanted(Reference reference, List<Integer> numbers) throws ModelsException {
        if (reference.number().isPresent()) {
            return reference.number().getAsInt();
        }
        boolean isServing = reference.selector().isEmpty();
        try {
            return shelf(reference.name())
                    .alias(isServing ? PRODUCTION : reference.selector())
                    .orElse(isServing ? numbers.get(numbers.size() - 1) : 0);
        } catch (IOException e) {
            throw storage(directory.resolve(reference.name()), e);
        }
    }

    /**
     * Replaces the signature of a version, whose files the caller has checked.
     *
     * @param version of this repository
     * @param signature over its manifest
     * @throws ModelsException of kind STORAGE when it cannot be written; the old one then stands
     */
    public void sign(StoredVersion version, VersionSignature signature) throws ModelsException {
        locked(version.name(), shelf -> {
            shelf.sign(version.number(), signature);
            return version;
        });
    }

    /**
     * Begins a version.
     *
     * @param name of the model
     * @return a draft, owned by the caller
     * @throws ModelsException of kind USAGE for a name that is none, STORAGE when nothing can be written
     */
    public VersionDraft draft(String name) throws ModelsException {
        if (!VersionManifest.isName(name)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    "'" + name + "' is no name of a model: letters, digits, '.', '_' and '-', a letter or digit first");
        }
        try {
            if (!Files.exists(directory.resolve("format"))) {
                SmallFile.replace(directory.resolve("format"), FORMAT + "\n");
            }
            return new VersionDraft(shelf(name), name);
        } catch (IOException e) {
            throw storage(directory, e);
        }
    }

    /**
     * Deletes versions that no alias names, and drafts that were left behind.
     *
     * @param name of the model
     * @param keep how many of the newest stay in any case
     * @param now when
     * @param dryRun only tells
     * @return the numbers that were, or would be, deleted
     * @throws ModelsException of kind STORAGE when something cannot be deleted
     */
    public List<Integer> collect(String name, int keep, Instant now, boolean dryRun) throws ModelsException {
        return locked(name, shelf -> {
            List<Integer> numbers = shelf.numbers();
            Set<Integer> named = new HashSet<>(shelf.aliases().values());
            List<Integer> doomed = new ArrayList<>();
            for (int number : numbers.subList(0, Math.max(0, numbers.size() - keep))) {
                if (!named.contains(number)) {
                    doomed.add(number);
                }
            }
            if (!dryRun) {
                for (int number : doomed) {
                    shelf.delete(number);
                }
                for (Path draft : shelf.leftovers(now.toEpochMilli())) {
                    Trees.delete(draft);
                }
            }
            return doomed;
        });
    }

    private ModelShelf shelf(String name) {
        return new ModelShelf(directory, name);
    }

    /** What is done to one model under its lock. */
    interface Change<T> {
        T on(ModelShelf shelf) throws IOException, ModelsException;
    }

    <T> T locked(String name, Change<T> change) throws ModelsException {
        ModelShelf shelf = shelf(name);
        if (!shelf.exists()) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE, directory + " has no model '" + name + "'; it has " + models());
        }
        try {
            return shelf.locked(() -> change.on(shelf));
        } catch (IOException e) {
            throw storage(directory.resolve(name), e);
        }
    }

    static ModelsException storage(Path where, IOException e) {
        String file = where.toString();
        if (e instanceof FileSystemException named && named.getFile() != null) {
            // Of two files it is the one that was to be made.
            file = named.getOtherFile() == null ? named.getFile() : named.getOtherFile();
        }
        return new ModelsException(
                ModelsException.Kind.STORAGE,
                file + ": " + IoReason.of(e) + "; check the disk and permissions of " + where,
                e);
    }
}
