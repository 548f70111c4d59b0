package dev.saccade.models.repository;

import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.pull.Trees;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A version that is being made: fill {@link #directory()}, then {@link #publish}. Closed without it, or killed, it leaves
 * nothing that anybody reads. One thread.
 */
public final class VersionDraft implements AutoCloseable {
    private static final String RECORD = "record.yaml";

    private final ModelShelf shelf;
    private final String name;
    private final Path directory;
    private boolean published;

    VersionDraft(ModelShelf shelf, String name) throws IOException {
        this.shelf = shelf;
        this.name = name;
        directory = shelf.draft();
    }

    /** @return where package/, engines/ and record/ are put */
    public Path directory() {
        return directory;
    }

    /**
     * Copies a package in.
     *
     * @param source a package directory
     * @throws ModelsException of kind STORAGE when it cannot be copied
     */
    public void addPackage(Path source) throws ModelsException {
        copy(source, directory.resolve("package"));
    }

    /**
     * Copies a record in: record.yaml and what lies beside it, as {@code saccade evaluate --out} leaves them.
     *
     * @param source directory of the record
     * @throws ModelsException of kind BAD_INPUT when its record.yaml cannot be read or tells of another package than the
     *     one that was added, STORAGE when it cannot be copied
     */
    public void addRecord(Path source) throws ModelsException {
        Path file = source.resolve(RECORD);
        Object subject;
        try {
            subject = PlainYaml.read(file, "creator: NAME", "docs/evaluate.md").get("package");
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
        if (subject != null && !subject.equals(identity())) {
            throw ModelsException.badInput(file + ": package " + subject + " was measured, not " + identity()
                    + ", which is to be published; evaluate this package");
        }
        copy(source, directory.resolve("record"));
    }

    private static void copy(Path source, Path to) throws ModelsException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path target = to.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw storage(to, e);
        }
    }

    /**
     * Makes the version visible, whole and under the next number.
     *
     * @param creator who made it, in words
     * @param parent the version that it came from, or 0
     * @param created when
     * @param signer signs it, or null
     * @return the version
     * @throws ModelsException of kind BAD_INPUT when the package in it is wrong, STORAGE when it cannot be written; then
     *     nothing is published
     */
    public StoredVersion publish(String creator, int parent, Instant created, Signer signer) throws ModelsException {
        if (published) {
            throw new IllegalStateException("this draft was published already");
        }
        String identity = identity();
        try {
            return shelf.locked(() -> {
                int number = shelf.nextNumber();
                VersionManifest manifest = new VersionManifest(
                        name, number, created.toString(), words(creator), parent, identity, files());
                byte[] bytes = manifest.toYaml().getBytes(StandardCharsets.UTF_8);
                Files.write(directory.resolve(VersionManifest.FILE), bytes);
                if (signer != null) {
                    Files.writeString(
                            directory.resolve(VersionSignature.FILE),
                            signer.sign(bytes).toYaml());
                }
                StoredVersion version = shelf.publish(directory, number);
                published = true;
                return version;
            });
        } catch (IllegalArgumentException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, directory + ": no manifest can be made: " + e.getMessage(), e);
        } catch (IOException e) {
            throw storage(directory, e);
        }
    }

    /**
     * Takes over a version that was published elsewhere, manifest and signature included, under its own number. It is
     * checked as a vehicle checks it before it becomes visible.
     *
     * @param trust whom this machine believes
     * @return the version; the one that is here already when that is the same
     * @throws ModelsException of kind BAD_INPUT when it is not believed or not whole, or when its number names another
     *     version here, STORAGE when it cannot be written; then nothing is published
     */
    public StoredVersion adopt(TrustStore trust) throws ModelsException {
        if (published) {
            throw new IllegalStateException("this draft was published already");
        }
        VersionManifest manifest = checked(trust);
        int number = manifest.version();
        try {
            return shelf.locked(() -> {
                if (shelf.numbers().contains(number)) {
                    StoredVersion here = shelf.version(number);
                    here.requireSame(directory.resolve(VersionManifest.FILE));
                    return here;
                }
                shelf.keepNumber(number);
                StoredVersion version = shelf.publish(directory, number);
                published = true;
                return version;
            });
        } catch (IOException e) {
            throw storage(directory, e);
        }
    }

    private VersionManifest checked(TrustStore trust) throws ModelsException {
        try {
            VersionManifest manifest = VersionCheck.check(directory, trust).manifest();
            if (!manifest.name().equals(name)) {
                throw ModelsException.badInput(
                        directory + ": a version of '" + manifest.name() + "', not of '" + name + "'");
            }
            if (!manifest.identity().equals(identity())) {
                throw ModelsException.badInput(
                        directory + ": its package is not the one that its manifest names; publish the version again");
            }
            return manifest;
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
    }

    private String identity() throws ModelsException {
        try {
            return ModelPackages.read(directory.resolve("package")).identity();
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
    }

    private List<VersionFile> files() throws IOException {
        List<VersionFile> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    throw new IOException(file + " is a link; a version holds files only");
                }
                files.add(new VersionFile(directory.relativize(file).toString(), Files.size(file), Sha256.of(file)));
            }
        }
        files.sort((a, b) -> a.path().compareTo(b.path()));
        return files;
    }

    private static String words(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\"\\\\]", " ");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }

    private static ModelsException storage(Path where, IOException e) {
        return ModelsException.storage(where + " cannot be written", e);
    }

    @Override
    public void close() throws ModelsException {
        if (published) {
            return;
        }
        try {
            Trees.delete(directory);
        } catch (IOException e) {
            throw storage(directory, e);
        }
    }
}
