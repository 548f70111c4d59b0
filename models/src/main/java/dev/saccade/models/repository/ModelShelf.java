package dev.saccade.models.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.DirectoryLock;
import dev.saccade.models.pull.Trees;
import dev.saccade.trust.SmallFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    Map<String, Integer> aliases() throws IOException {
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

    private static int number(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (!NUMBER.matcher(text).matches()) {
            throw new IOException("'" + text + "' is no version number; promote again");
        }
        return Integer.parseInt(text);
    }

    /** Oldest first; a line that a crash cut off is left out. */
    List<HistoryEntry> history() throws IOException {
        List<HistoryEntry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(directory.resolve("history"), StandardCharsets.UTF_8)) {
                HistoryEntry entry = HistoryEntry.of(line);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return entries;
        }
        return entries;
    }

    /** A directory on the repository's file system that nobody reads; whoever makes it deletes or publishes it. */
    Path draft() throws IOException {
        Files.createDirectories(directory);
        return Files.createTempDirectory(directory, DRAFT);
    }

    /** The number after every one that was ever given out here. The lock is held. */
    int nextNumber() throws IOException {
        List<Integer> numbers = numbers();
        int newest = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
        Path counter = directory.resolve("counter");
        int given = Files.exists(counter) ? number(counter) : 0;
        int next = Math.max(newest, given) + 1;
        SmallFile.replace(counter, next + "\n");
        return next;
    }

    /** Remembers that a number was given out elsewhere. The lock is held. */
    void keepNumber(int number) throws IOException {
        Path counter = directory.resolve("counter");
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

    /** Moves an alias and writes it down; 0 takes it away. The lock is held. */
    void move(String alias, int to, String time, String who, String reason) throws IOException {
        Integer from = aliases().get(alias);
        HistoryEntry entry = new HistoryEntry(time, who, alias, from == null ? 0 : from, to, reason);
        append(directory.resolve("history"), entry.line());
        Path file = directory.resolve("aliases").resolve(alias);
        if (to == 0) {
            Files.deleteIfExists(file);
        } else {
            SmallFile.replace(file, to + "\n");
        }
    }

    /** One line, on disk when this returns; a line that a crash cut off is ended first. */
    private static void append(Path file, String line) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            long end = out.length();
            boolean torn = false;
            if (end > 0) {
                out.seek(end - 1);
                torn = out.read() != '\n';
            }
            out.seek(end);
            out.write(((torn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }

    /** Deletes a version: out of sight first, so that no reader meets half of it. The lock is held. */
    void delete(int number) throws IOException {
        Path doomed = draft();
        Files.move(version(number).directory(), doomed.resolve("version"));
        Trees.delete(doomed);
    }

    /** Drafts that nobody works on any more: older than a day. */
    List<Path> leftovers(long nowMs) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(directory, DRAFT + "*")) {
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
