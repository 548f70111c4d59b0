package dev.saccade.models.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.DirectoryLock;
import dev.saccade.models.pull.Trees;
import dev.saccade.trust.SmallFile;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * The versions of one model. Readers take no lock: versions appear by a rename and never change, aliases are replaced as
 * whole files. Writers hold the model's lock, among threads and processes; one that dies leaves a whole repository, at
 * worst a draft that nobody reads.
 */
final class ModelShelf {
    static final String PRODUCTION = "production";

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String DRAFT = ".draft-";
    private static final String COUNTER = "counter";
    /** Characters of a damaged file that a message shows. */
    private static final int SHOWN = 40;

    private static final long PATIENCE_S = 60;
    private static final long POLL_NS = 20_000_000;

    private final String name;
    private final Path directory;

    ModelShelf(Path repository, String name) {
        this.name = name;
        directory = repository.resolve(name);
    }

    boolean exists() {
        return Files.isDirectory(directory.resolve("versions"));
    }

    /** Ascending. */
    List<Integer> numbers() throws IOException {
        String[] entries = directory.resolve("versions").toFile().list();
        return entries == null
                ? List.of()
                : Arrays.stream(entries)
                        .filter(e -> NUMBER.matcher(e).matches())
                        .map(Integer::valueOf)
                        .sorted()
                        .toList();
    }

    StoredVersion version(int number) {
        return new StoredVersion(name, number, directory.resolve("versions").resolve(Integer.toString(number)));
    }

    Map<String, Integer> aliases() throws IOException, ModelsException {
        Map<String, Integer> aliases = new TreeMap<>();
        Path from = directory.resolve("aliases");
        if (Files.isDirectory(from)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
                for (Path file : files) {
                    String alias = file.getFileName().toString();
                    if (Reference.isAlias(alias)) {
                        aliases.put(alias, number(file));
                    }
                }
            }
        }
        return aliases;
    }

    /** The version of an alias; empty when it has none. */
    OptionalInt alias(String alias) throws IOException, ModelsException {
        Path file = directory.resolve("aliases").resolve(alias);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? OptionalInt.of(number(file)) : OptionalInt.empty();
    }

    /** The version of an alias, by the history where its file is damaged: so that it can be given anew. 0 for none. */
    int standing(String alias) throws IOException {
        try {
            return alias(alias).orElse(0);
        } catch (ModelsException e) {
            int latest = 0;
            for (HistoryEntry entry : history()) {
                latest = entry.alias().equals(alias) ? entry.to() : latest;
            }
            return latest;
        }
    }

    private int number(Path file) throws IOException, ModelsException {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw ModelsException.storage(file + " cannot be read", e);
        }
        if (NUMBER.matcher(text).matches()) {
            return Integer.parseInt(text);
        }
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        String remedy = file.endsWith(COUNTER)
                ? "write the highest number that was ever given out into it"
                : "'saccade models promote " + name + "@N --alias " + file.getFileName() + "' writes it anew";
        throw ModelsException.badInput(file + ": '" + shown + "' is no number of a version; " + remedy);
    }

    /** Oldest first; a line that a crash cut off, or that is none, is left out. */
    List<HistoryEntry> history() throws IOException {
        List<HistoryEntry> entries = new ArrayList<>();
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve("history"));
        } catch (NoSuchFileException e) {
            return entries;
        }
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
            HistoryEntry entry = HistoryEntry.of(line);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** A directory on the repository's file system that nobody reads; whoever makes it deletes or publishes it. */
    Path draft() throws IOException {
        Files.createDirectories(directory);
        return Files.createTempDirectory(directory, DRAFT);
    }

    /** The number after every one that was ever given out here. The lock is held. */
    int nextNumber() throws IOException, ModelsException {
        List<Integer> numbers = numbers();
        int newest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        Path counter = directory.resolve(COUNTER);
        int given = Files.exists(counter) ? number(counter) : 0;
        int next = Math.max(newest, given) + 1;
        SmallFile.replace(counter, next + "\n");
        return next;
    }

    /** Remembers that a number was given out elsewhere. The lock is held. */
    void keepNumber(int number) throws IOException, ModelsException {
        Path counter = directory.resolve(COUNTER);
        if (!Files.exists(counter) || number(counter) < number) {
            SmallFile.replace(counter, number + "\n");
        }
    }

    /** Puts a finished draft in its place. The lock is held. */
    StoredVersion publish(Path draft, int number) throws IOException {
        StoredVersion version = version(number);
        Files.createDirectories(version.directory().getParent());
        Trees.publish(draft, version.directory());
        return version;
    }

    /** Moves an alias and writes it down, or, where the disk is full, neither; 0 takes it away. The lock is held. */
    void move(String alias, int to, String time, String who, String reason) throws IOException {
        HistoryEntry entry = new HistoryEntry(time, who, alias, standing(alias), to, reason);
        Path file = directory.resolve("aliases").resolve(alias);
        Path history = directory.resolve("history");
        try (RandomAccessFile lines = new RandomAccessFile(history.toFile(), "rw")) {
            long end = lines.length();
            try {
                append(lines, entry.line());
                if (to == 0) {
                    Files.deleteIfExists(file);
                } else {
                    SmallFile.replace(file, to + "\n");
                }
            } catch (IOException e) {
                lines.setLength(end);
                throw e;
            }
        }
    }

    /** One line, on disk when this returns; a line that a crash cut off is ended first. */
    private static void append(RandomAccessFile lines, String line) throws IOException {
        long end = lines.length();
        boolean torn = false;
        if (end > 0) {
            lines.seek(end - 1);
            torn = lines.read() != '\n';
        }
        lines.seek(end);
        lines.write(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
        lines.getFD().sync();
    }

    /** Replaces the signature of a version. The lock is held. */
    void sign(int number, VersionSignature signature) throws IOException {
        SmallFile.replace(version(number).directory().resolve(VersionSignature.FILE), signature.toYaml(), directory);
    }

    /** Deletes a version: out of sight first, so that no reader meets half of it. The lock is held. */
    void delete(int number) throws IOException {
        Path doomed = draft();
        Files.move(version(number).directory(), doomed.resolve("version"));
        Trees.delete(doomed);
    }

    /** Drafts of versions and files that nobody works on any more: older than a day. */
    List<Path> leftovers(long nowMs) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, "{" + DRAFT + "*,.*.next}")) {
            for (Path draft : drafts) {
                if (nowMs - Files.getLastModifiedTime(draft).toMillis() > TimeUnit.DAYS.toMillis(1)) {
                    found.add(draft);
                }
            }
        }
        return found;
    }

    /** What is done to a model while nobody else changes it. */
    interface Change<T> {
        T make() throws IOException, ModelsException;
    }

    @SuppressWarnings("try") // the lock is held, not used
    <T> T locked(Change<T> change) throws IOException, ModelsException {
        try (DirectoryLock lock = lock()) {
            return change.make();
        }
    }

    private DirectoryLock lock() throws IOException, ModelsException {
        Path file = directory.resolve(".lock");
        long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (true) {
            Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - giveUpNs > 0 || Thread.currentThread().isInterrupted()) {
                throw new ModelsException(
                        ModelsException.Kind.STORAGE,
                        file + ": another process has been changing this model for over " + PATIENCE_S
                                + " s; wait for it, or end it");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
