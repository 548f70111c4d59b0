package dev.saccade.internal.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that one process fills, beside a file that it holds locked meanwhile. The kernel drops the lock when the
 * process ends in whatever way, so whoever can lock the file knows the directory to be left over. Process numbers would
 * not do: containers that share a store number their processes alike.
 */
public final class DraftDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DraftDirectory.class);
    private static final String LOCK = ".lock";
    /** Closing any channel of a file drops this process's lock on it (POSIX), so a sweep must not open these. */
    private static final Map<Path, DraftDirectory> OWN = new ConcurrentHashMap<>();

    static {
        // A program that ends by a signal leaves nothing; one that is killed leaves it to the next sweep.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> OWN.values().forEach(DraftDirectory::close), "saccade-drafts"));
    }

    private final Path directory;
    private final Path lockFile;
    private final FileChannel lock;

    private DraftDirectory(Path directory, Path lockFile, FileChannel lock) {
        this.directory = directory;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Makes an empty one. */
    public static DraftDirectory create(Path drafts) throws IOException {
        while (true) {
            Files.createDirectories(drafts);
            Path directory = drafts.toRealPath().resolve(UUID.randomUUID().toString());
            Path lockFile = directory.resolveSibling(directory.getFileName() + LOCK);
            FileChannel lock = FileChannel.open(lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            DraftDirectory draft = new DraftDirectory(directory, lockFile, lock);
            OWN.put(lockFile, draft);
            FileLock held = lock.tryLock();
            // A sweep in another process may have come between the file and its lock, and removed it.
            if (held != null && Files.exists(lockFile)) {
                Files.createDirectory(directory);
                return draft;
            }
            draft.close();
        }
    }

    /** Removes what processes left that are no more. What cannot be removed is left for the next sweep. */
    public static void sweep(Path drafts) {
        if (!Files.isDirectory(drafts)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(drafts.toRealPath())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Path lockFile = name.endsWith(LOCK) ? entry : entry.resolveSibling(name + LOCK);
                if (!OWN.containsKey(lockFile)) {
                    sweepOne(lockFile);
                }
            }
        } catch (DirectoryIteratorException e) {
            LOG.warn("{}: what an ended process left cannot be removed: {}", drafts, IoReason.of(e.getCause()));
        } catch (IOException e) {
            LOG.warn("{}: what an ended process left cannot be removed: {}", drafts, IoReason.of(e));
        }
    }

    private static void sweepOne(Path lockFile) throws IOException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(locked(lockFile));
                Files.deleteIfExists(lockFile);
            }
        } catch (NoSuchFileException e) {
            // A draft is made after its lock and removed before it: without one it is nobody's.
            remove(locked(lockFile));
        } catch (OverlappingFileLockException e) {
            LOG.debug("{}: in use in this process", lockFile);
        }
    }

    private static Path locked(Path lockFile) {
        String name = lockFile.getFileName().toString();
        return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    /** Removes a directory of plain files, and what else lies in it, as far as it is still there. */
    private static void remove(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                for (Path entry : entries) {
                    remove(entry);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // Another process removed it first.
                return;
            }
        }
        Files.deleteIfExists(path);
    }

    public Path path() {
        return directory;
    }

    /** Removes the directory where it is still here. Idempotent; waits for a thread that holds this object's monitor. */
    @Override
    public synchronized void close() {
        try {
            remove(directory);
            Files.deleteIfExists(lockFile);
            lock.close();
        } catch (IOException e) {
            LOG.warn("{}: cannot be removed: {}", directory, IoReason.of(e));
        }
        OWN.remove(lockFile);
    }
}
