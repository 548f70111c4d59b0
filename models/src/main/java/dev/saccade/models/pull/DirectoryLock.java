package dev.saccade.models.pull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The right to work on one part of a directory, among all threads and processes. A process that dies gives it up.
 * The lock file stays: deleting it would let two processes lock two files of one name.
 */
public final class DirectoryLock implements AutoCloseable {
    /**
     * Locks held by this process. The operating system drops a process's lock when any of its descriptors of that file
     * is closed, so a second thread must not even open a lock file that this process holds.
     */
    private static final Set<Path> HELD = new HashSet<>();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock if nobody has it.
     *
     * @param lockFile made when missing, never deleted
     * @return the lock, owned by the caller; empty when another thread or process has it
     * @throws IOException when the file cannot be made or opened
     */
    public static Optional<DirectoryLock> tryAcquire(Path lockFile) throws IOException {
        Path file = lockFile.toAbsolutePath().normalize();
        synchronized (HELD) {
            if (!HELD.add(file)) {
                return Optional.empty();
            }
        }
        FileChannel channel = null;
        FileLock lock = null;
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                release(file, channel);
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new DirectoryLock(file, channel));
    }

    @Override
    public void close() throws IOException {
        release(file, channel);
    }

    private static void release(Path file, FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            synchronized (HELD) {
                HELD.remove(file);
            }
        }
    }
}
